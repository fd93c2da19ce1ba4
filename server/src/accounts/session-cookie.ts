import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyReply } from "fastify";

/** How the login library signs cookies, keyed apart from everything else the secret is used for. */
export function loginKey(secret: string): string {
  return createHmac("sha256", secret).update("login").digest("hex");
}

/** Browsers hold `__Host-` cookies to this very host, over https; without https they would not take them at all. */
export function cookieName(publicUrl: string, name: string): string {
  return publicUrl.startsWith("https:") ? `__Host-${name}` : name;
}

/** A `Set-Cookie` line for a cookie that scripts cannot read and other sites cannot send; `maxAge` 0 removes it. */
export function cookieLine(publicUrl: string, name: string, value: string, maxAge: number): string {
  const secure = publicUrl.startsWith("https:") ? "; Secure" : "";
  return `${cookieName(publicUrl, name)}=${value}; Max-Age=${maxAge}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

export function dropSessionCookie(publicUrl: string, reply: FastifyReply): void {
  void reply.header("set-cookie", cookieLine(publicUrl, "session", "", 0));
}

export function cookieValue(header: string | undefined, name: string): string | null {
  for (const pair of header?.split(";") ?? []) {
    const equals = pair.indexOf("=");
    if (pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
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
