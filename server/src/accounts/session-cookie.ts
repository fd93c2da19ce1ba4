import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyReply } from "fastify";
import { cookieLine } from "../http/cookies.ts";
import { SESSION_DAYS } from "./session-lifetime.ts";

/** The key that session cookies are signed with, derived so that it differs from the server secret's other uses. */
export function loginKey(secret: string): string {
  return createHmac("sha256", secret).update("login").digest("hex");
}

/** Sets the session cookie in the browser that the reply goes to. */
export function sendSessionCookie(
  { publicUrl, secret, token }: { publicUrl: string; secret: string; token: string },
  reply: FastifyReply,
): void {
  const value = encodeURIComponent(`${token}.${signature(token, loginKey(secret)).toString("base64")}`);
  void reply.header("set-cookie", cookieLine(publicUrl, "session", value, SESSION_DAYS * 86_400));
}

const signature = (token: string, key: string) => createHmac("sha256", key).update(token).digest();

export function dropSessionCookie(publicUrl: string, reply: FastifyReply): void {
  void reply.header("set-cookie", cookieLine(publicUrl, "session", "", 0));
}

/** The token in a session cookie with a valid signature, else null: a forged cookie costs no query. */
export function signedToken(value: string | null, key: string): string | null {
  const [token, sent] = value ? splitSigned(value) : [];
  if (!token || !sent) return null;
  const expected = signature(token, key);
  const given = Buffer.from(sent, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
}

function splitSigned(value: string): [string, string] | [] {
  try {
    const decoded = decodeURIComponent(value);
    const dot = decoded.lastIndexOf(".");
    return dot > 0 ? [decoded.slice(0, dot), decoded.slice(dot + 1)] : [];
  } catch {
    return [];
  }
}
