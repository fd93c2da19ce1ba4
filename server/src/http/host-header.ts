import type { FastifyInstance, FastifyRequest } from "fastify";

const LOCAL = new Set(["localhost", "127.0.0.1", "[::1]"]);
/** Monitors reach a process by any address. */
const PROBES = new Set(["/livez", "/readyz"]);
/** Most characters of a wrong Host that the reply repeats. */
const SHOWN = 200;

/** The request is for another host (RFC 9110, 15.5.20). */
export class Misdirected extends Error {
  readonly code = "misdirected";
  readonly statusCode = 421;
}

/**
 * Refuses requests whose Host is not our own, so that a forged one can poison nothing. The usual cause is a
 * misconfigured proxy, so the reply names both.
 */
export function requireHost(server: FastifyInstance, publicUrl: string): (request: FastifyRequest) => void {
  const isOurs = ownHosts(publicUrl);
  const expected = new URL(publicUrl).host;
  const requireOurs = (request: FastifyRequest) => {
    const host = request.headers.host ?? "";
    if (isOurs(host) || PROBES.has(request.url)) return;
    const given = host.slice(0, SHOWN);
    request.log.info(
      { "url.domain": given, "turnout.expected_domain": expected },
      "a request for another Host was refused: is PUBLIC_URL right, and does the proxy pass Host on?",
    );
    throw new Misdirected(
      `The request is for Host ${JSON.stringify(given)}, and this server answers to ${JSON.stringify(expected)}: PUBLIC_URL says so, and a proxy in front has to pass the Host on that the browser sent.`,
    );
  };
  server.addHook("onRequest", async (request) => requireOurs(request));
  return requireOurs;
}

/** Ignores case and the scheme's default port (RFC 9110, 4.2.3). To browsers, a name with a trailing dot is another host. */
function ownHosts(publicUrl: string): (given: string) => boolean {
  const { host, hostname, port, protocol } = new URL(publicUrl);
  const withPort = port === "" ? `${hostname}:${protocol === "https:" ? 443 : 80}` : host;
  const isLocal = LOCAL.has(hostname);
  return (given) => {
    const name = given.toLowerCase();
    return name === host || name === withPort || (isLocal && LOCAL.has(name.replace(/:\d+$/, "")));
  };
}
