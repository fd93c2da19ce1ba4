import type { FastifyReply } from "fastify";

/** Lifetime of the visit cookie (s): the longest that browsers allow. */
const VISIT_SECONDS = 400 * 86_400;

/** Browsers bind `__Host-` cookies to this host and https; over http they would reject them. */
export function cookieName(publicUrl: string, name: string): string {
  return publicUrl.startsWith("https:") ? `__Host-${name}` : name;
}

/** A `Set-Cookie` line for a cookie that scripts cannot read and other sites cannot send; `maxAge` (s) 0 removes it. */
export function cookieLine(publicUrl: string, name: string, value: string, maxAge: number): string {
  const secure = publicUrl.startsWith("https:") ? "; Secure" : "";
  return `${cookieName(publicUrl, name)}=${value}; Max-Age=${maxAge}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

/** The value of a cookie in a raw `Cookie` header. */
export function cookieValue(header: string | undefined, name: string): string | null {
  for (const pair of header?.split(";") ?? []) {
    const equals = pair.indexOf("=");
    if (pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
}

/** The token of this browser's visit. */
export function visitToken(publicUrl: string, header: string | undefined): string | null {
  const value = cookieValue(header, cookieName(publicUrl, "visit"));
  return value && /^[\w-]{43}$/.test(value) ? value : null;
}

export function keepVisit(publicUrl: string, reply: FastifyReply, token: string): void {
  reply.header("set-cookie", cookieLine(publicUrl, "visit", token, VISIT_SECONDS));
}
