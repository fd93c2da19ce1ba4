import type { FastifyInstance } from "fastify";

/** How long requests that have begun may still take once a server ends (ms). */
export const ANSWER_GRACE = 3_000;

/** A server that, when its end begins, says so to whoever asks and lets go of its connections. */
export function endInGoodOrder(server: FastifyInstance) {
  let hasBegun = false;
  // A proxy that keeps its connections would not let us end: each goes with its answer.
  server.addHook("onSend", async (_request, reply) => void (hasBegun && reply.header("connection", "close")));
  return {
    hasBegun: () => hasBegun,
    begin: () => void (hasBegun = true),
    /** Takes no new requests, lets those that are being answered end, and cuts off the rest after a time (ms). */
    async closeWithin(ms: number) {
      const late = setTimeout(() => server.server.closeAllConnections(), ms);
      await server.close();
      clearTimeout(late);
    },
  };
}
