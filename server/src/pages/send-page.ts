import type { FastifyReply, FastifyRequest } from "fastify";
import type { Parts, SendParts } from "../http/send-parts.ts";

export type SendPage = (request: FastifyRequest, reply: FastifyReply, status: number, page: Parts) => Promise<FastifyReply>;

/** Sends pages, each in the parts that it is put together from. */
export function createPageSender(sendParts: SendParts): SendPage {
  return (request, reply, status, page) => {
    reply.code(status).type("text/html; charset=utf-8").header("cache-control", "no-store");
    reply.header("server-timing", `now;dur=${Date.now()}`); // Scripts can't read the Date header of their own page.
    return sendParts(request, reply, page);
  };
}
