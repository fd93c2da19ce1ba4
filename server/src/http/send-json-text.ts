import type { FastifyReply } from "fastify";

export const JSON_TYPE = "application/json; charset=utf-8";

/** Sends JSON text without validation; its writer has a test that it fits the route's schema. */
export function sendJsonText(reply: FastifyReply, text: string) {
  return reply.type(JSON_TYPE).send(text);
}
