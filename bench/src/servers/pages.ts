import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import pg from "pg";
import { answer } from "../processes.ts";
import { listen } from "./listen.ts";

/** What a read costs at least, and what it costs as most write it. */
const handlers = {
  /** The same bytes, made once. */
  async bare(size: number) {
    const body = Buffer.alloc(size, "x");
    const server = createServer((_request, response) => response.writeHead(200, { "content-length": body.length }).end(body));
    return { port: await listen(server) };
  },
  /** Fastify, a query a request, rows made into objects and those into JSON. */
  async fastify(databaseUrl: string, eventId: string) {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
    const server = Fastify();
    server.get("/event", async () => {
      const event = await pool.query({ name: "event", text: "select * from events where id = $1", values: [eventId] });
      const text = "select * from messages where event_id = $1 order by seq desc limit 50";
      const messages = await pool.query({ name: "messages", text, values: [eventId] });
      return { event: event.rows[0], messages: messages.rows };
    });
    server.get("/guests", async () => {
      const text = "select * from guests where event_id = $1 order by name_folded, id limit 100";
      return { guests: (await pool.query({ name: "guests", text, values: [eventId] })).rows };
    });
    await server.listen({ port: 0, host: "127.0.0.1" });
    return { port: (server.server.address() as AddressInfo).port };
  },
};

export type Pages = typeof handlers;
answer(handlers);
