import type { FastifyReply } from "fastify";

/** How long a browser keeps its visit (s): the longest that browsers allow. */
const VISIT_SECONDS = 400 * 86_400;

/** On https the `__Host-` prefix ties a cookie to this host and to encryption; plain http cannot have it. */
export function visitCookieName(publicUrl: string): string {
  return publicUrl.startsWith("https:") ? "__Host-visit" : "visit";
}

/** A visit's token from a raw `Cookie` header, as requests and socket upgrades carry it. */
export function visitToken(publicUrl: string, header: string | undefined): string | null {
  const name = visitCookieName(publicUrl);
  for (const pair of (header ?? "").split(";")) {
    const [key, value] = pair.trim().split("=");
    if (key === name && value && /^[\w-]{43}$/.test(value)) return value;
  }
  return null;
}

export function keepVisit(publicUrl: string, reply: FastifyReply, token: string): void {
  const secure = publicUrl.startsWith("https:") ? "; Secure" : "";
  reply.header("set-cookie", `${visitCookieName(publicUrl)}=${token}; Path=/; Max-Age=${VISIT_SECONDS}; HttpOnly; SameSite=Lax${secure}`);
}
