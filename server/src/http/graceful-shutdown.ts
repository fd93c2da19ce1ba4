import type { FastifyInstance } from "fastify";
import { listenOn } from "./listen.ts";

/** How long requests in flight may still take once a server shuts down (ms). */
export const REQUEST_GRACE = 3_000;

/** Lets a server listen, and shut down without failing requests that are in flight. */
export function gracefulShutdown(server: FastifyInstance) {
  const { listen, othersEnded } = listenOn(server);
  let hasBegun = false;
  // Keep-alive connections of a proxy would hold up the shutdown: each is closed with its next response.
  server.addHook("onSend", async (_request, reply) => void (hasBegun && reply.header("connection", "close")));
  return {
    listen,
    hasBegun: () => hasBegun,
    begin: () => void (hasBegun = true),
    /** Accepts no new requests, waits for those in flight, and closes all connections after a time (ms). */
    async closeWithin(ms: number) {
      const late = setTimeout(() => server.server.closeAllConnections(), ms);
      await server.close();
      await othersEnded();
      clearTimeout(late);
    },
  };
}
