import { createHash } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import ical, { ICalEventStatus } from "ical-generator";
import pg from "pg";
import { answer } from "../processes.ts";
import { openHttpServer, PUBLIC_URL } from "../product.ts";

interface Row {
  id: string;
  title: string;
  description: string;
  starts_at: Date;
  ends_at: Date;
  zone: string;
  place: { name: string; address: string };
  revision: number;
  created_at: Date;
}

const EVENTS = `select events.id, title, description, starts_at, ends_at, zone, place, revision, events.created_at
  from calendar_feeds feed join guests on guests.user_id = feed.user_id and removed_at is null join events on events.id = guests.event_id
  where feed.id = $1 order by starts_at`;

/** The feed as most write it: read the events, hand them to a library. In UTC, which costs it least. */
function written(rows: Row[]): string {
  const calendar = ical({ name: "Turnout", ttl: 900 });
  for (const row of rows)
    calendar.createEvent({
      id: row.id,
      sequence: row.revision,
      stamp: row.created_at,
      start: row.starts_at,
      end: row.ends_at,
      summary: row.title,
      description: row.description,
      location: `${row.place.name}, ${row.place.address}`,
      url: `${PUBLIC_URL}/e/${row.id}`,
      status: ICalEventStatus.CONFIRMED,
    });
  return calendar.toString();
}

const READY = "/ready";

/** With the headers that ours has. */
function answered(request: FastifyRequest, reply: FastifyReply, tag: string, calendar: string | Buffer) {
  reply.headers({ etag: tag, "cache-control": "private, no-cache", "x-robots-tag": "noindex" });
  if (request.headers["if-none-match"] === tag) return reply.code(304).send();
  return reply.type("text/calendar; charset=utf-8").header("content-disposition", 'inline; filename="turnout.ics"').send(calendar);
}

const handlers = {
  /**
   * Behind the same HTTP server as ours. It answers 304 as well, once it has written the calendar and seen that it is the same. At
   * `ready` it answers with a calendar that is given (in base64), and looks nothing up.
   */
  async listen(databaseUrl: string, given: string) {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
    const server = await openHttpServer();
    server.get("/calendar/:id", { config: { authz: "anyone", limit: "read" } }, async (request, reply) => {
      const { id } = request.params as { id: string };
      const { rows } = await pool.query<Row>({ name: "events of a feed", text: EVENTS, values: [id] });
      const text = written(rows);
      const tag = `"${createHash("sha1").update(text).digest("base64url")}"`;
      return answered(request, reply, tag, text);
    });
    const ready = Buffer.from(given, "base64");
    server.get(READY, { config: { authz: "anyone", limit: "read" } }, async (request, reply) => answered(request, reply, '"ready"', ready));
    await server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 });
    return { ready: READY, port: (server.server.address() as AddressInfo).port };
  },
};

export type FeedWriter = typeof handlers;
answer(handlers);
