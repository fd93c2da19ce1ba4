import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyReply } from "fastify";
import { cookieLine } from "../http/cookies.ts";

/** How the login library signs cookies, keyed apart from everything else the secret is used for. */
export function loginKey(secret: string): string {
  return createHmac("sha256", secret).update("login").digest("hex");
}

export function dropSessionCookie(publicUrl: string, reply: FastifyReply): void {
  void reply.header("set-cookie", cookieLine(publicUrl, "session", "", 0));
}

/** The token that a session cookie carries, if it was signed here: a guessed cookie costs no look-up. */
export function signedToken(value: string | null, key: string): string | null {
  const [token, signature] = value ? splitSigned(value) : [];
  if (!token || !signature) return null;
  const expected = createHmac("sha256", key).update(token).digest();
  const given = Buffer.from(signature, "base64");
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
