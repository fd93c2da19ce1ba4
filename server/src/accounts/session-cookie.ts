import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyReply } from "fastify";
import { cookieLine } from "../http/cookies.ts";
import { acceptedSecrets, signingSecret, type AnySecrets } from "../secrets.ts";
import { SESSION_DAYS } from "./session-lifetime.ts";

/** The key that session cookies are signed with, derived so that it differs from the server secret's other uses. */
export function loginKey(secret: string): string {
  return createHmac("sha256", secret).update("login").digest("hex");
}

/** Derives each key once: cookies are verified with every request. */
export function loginKeys(secrets: AnySecrets): () => string[] {
  const derived = new Map<string, string>();
  const keyOf = (secret: string) => derived.getOrInsertComputed(secret, loginKey);
  return () => acceptedSecrets(secrets).map(keyOf);
}

/** Sets the session cookie in the browser that the reply goes to. */
export function sendSessionCookie(
  { publicUrl, secret, token }: { publicUrl: string; secret: AnySecrets; token: string },
  reply: FastifyReply,
): void {
  const value = encodeURIComponent(`${token}.${signature(token, loginKey(signingSecret(secret))).toString("base64")}`);
  void reply.header("set-cookie", cookieLine(publicUrl, "session", value, SESSION_DAYS * 86_400));
}

const signature = (token: string, key: string) => createHmac("sha256", key).update(token).digest();

export function dropSessionCookie(publicUrl: string, reply: FastifyReply): void {
  void reply.header("set-cookie", cookieLine(publicUrl, "session", "", 0));
}

/** The token in a session cookie with a valid signature by any of these keys, else null: a forged cookie costs no query. */
export function signedToken(value: string | null, keys: readonly string[]): string | null {
  const [token, sent] = value ? splitSigned(value) : [];
  if (!token || !sent) return null;
  const given = Buffer.from(sent, "base64");
  const isBy = (key: string) => {
    const expected = signature(token, key);
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  return keys.some(isBy) ? token : null;
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
