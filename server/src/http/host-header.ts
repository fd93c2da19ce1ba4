import type { FastifyInstance } from "fastify";

const LOCAL = new Set(["localhost", "127.0.0.1", "[::1]"]);
/** Monitors ask a process by whatever address it has. */
const PROBES = new Set(["/livez", "/readyz"]);

/** Answers only to its own name: a forged Host reaches nothing that could be poisoned with it. */
export function requireHost(server: FastifyInstance, publicUrl: string): void {
  const { host, hostname } = new URL(publicUrl);
  const isLocal = LOCAL.has(hostname);
  server.addHook("onRequest", async (request, reply) => {
    const given = (request.headers.host ?? "").toLowerCase();
    if (given === host || PROBES.has(request.url)) return;
    if (isLocal && LOCAL.has(given.replace(/:\d+$/, ""))) return;
    return reply
      .code(421)
      .type("application/problem+json")
      .send('{"type":"urn:turnout:problem:misdirected","title":"misdirected","status":421,"code":"misdirected"}');
  });
}
