import type { FastifyReply } from "fastify";

/** Sends JSON text without validation; its writer has a test that it fits the route's schema. */
export function sendJsonText(reply: FastifyReply, text: string) {
  return reply.type("application/json; charset=utf-8").send(text);
}
