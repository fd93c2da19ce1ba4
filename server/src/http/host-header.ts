import type { FastifyInstance, FastifyRequest } from "fastify";

const LOCAL = new Set(["localhost", "127.0.0.1", "[::1]"]);
/** Monitors ask a process by whatever address it has. */
const PROBES = new Set(["/livez", "/readyz"]);
/** Letters of a foreign name that are told again. */
const SHOWN = 200;

/** That a request was for somebody else (RFC 9110, 15.5.20). */
export class Misdirected extends Error {
  readonly code = "misdirected";
  readonly statusCode = 421;
}

/**
 * Answers only to its own name: a forged Host reaches nothing that could be poisoned with it. Who sends another one is
 * mostly a proxy that was set up otherwise, so both names are told.
 */
export function requireHost(server: FastifyInstance, publicUrl: string): (request: FastifyRequest) => void {
  const isOurs = ownHosts(publicUrl);
  const expected = new URL(publicUrl).host;
  const requireOurs = (request: FastifyRequest) => {
    const host = request.headers.host ?? "";
    if (isOurs(host) || PROBES.has(request.url)) return;
    const given = host.slice(0, SHOWN);
    request.log.info(
      { host: given, expected },
      "a request for another Host was refused: is PUBLIC_URL right, and does the proxy pass Host on?",
    );
    throw new Misdirected(
      `The request is for Host ${JSON.stringify(given)}, and this server answers to ${JSON.stringify(expected)}: PUBLIC_URL says so, and a proxy in front has to pass the Host on that the browser sent.`,
    );
  };
  server.addHook("onRequest", async (request) => requireOurs(request));
  return requireOurs;
}

/** Case makes no difference, nor does the scheme's own port (RFC 9110, 4.2.3). A name with a dot at its end is another one to browsers. */
function ownHosts(publicUrl: string): (given: string) => boolean {
  const { host, hostname, port, protocol } = new URL(publicUrl);
  const withPort = port === "" ? `${hostname}:${protocol === "https:" ? 443 : 80}` : host;
  const isLocal = LOCAL.has(hostname);
  return (given) => {
    const name = given.toLowerCase();
    return name === host || name === withPort || (isLocal && LOCAL.has(name.replace(/:\d+$/, "")));
  };
}
