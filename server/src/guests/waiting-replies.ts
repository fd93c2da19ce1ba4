import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { sql, type Kysely } from "kysely";
import { z } from "zod";
import type { ReplyHeld } from "@turnout/contract/guest-mail-entries";
import { HeldReplies, isFollowed, MAX_HELD_REPLIES, type HeldReply } from "@turnout/contract/held-replies";
import { EventId } from "@turnout/contract/ids";
import type { Database } from "../db/database.ts";
import type { Columns, Narrowed } from "../db/row-types.ts";
import { presentDetails } from "../events/present.ts";
import type { Deps } from "../http/deps.ts";
import type { EventRow } from "../log/event-row.ts";

/** The route of replies that wait for a host's word. */
export function waitingRepliesRoute(server: FastifyInstance, { db, access }: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/held-replies",
    {
      schema: {
        operationId: "listHeldReplies",
        summary: "Replies of calendars that wait for a host's word, newest first",
        tags: ["guests"],
        params: z.object({ eventId: EventId }),
        response: { 200: HeldReplies },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await access.hostAt(request, eventId);
      return { replies: await waitingReplies(db, eventId) };
    },
  );
}

type HeldRow = Columns<"event_log", "seq"> & Columns<"guests", "name"> & Narrowed<Columns<"event_log", "body">, { body: ReplyHeld }>;

/** The replies that wait for a host's word. Any later answer of their guest settles them. */
export async function waitingReplies(db: Kysely<Database>, eventId: string): Promise<HeldReply[]> {
  const found = await sql<HeldRow>`
    select held.seq, guests.name, held.body
    from event_log held join guests on guests.event_id = held.event_id and guests.id = held.about and guests.removed_at is null
    where held.event_id = ${eventId} and held.about is not null and held.body ->> 'type' = 'reply.held'
      and not exists (
        select from event_log later
        where later.event_id = held.event_id and later.about = held.about and later.seq > held.seq
          and (later.body ->> 'type' = 'rsvp.answered'
            or (later.body ->> 'type' = 'reply.settled' and (later.body ->> 'reply')::integer = held.seq)))
    order by held.seq desc limit ${MAX_HELD_REPLIES}`.execute(db);
  if (found.rows.length === 0) return [];
  const event = await db.selectFrom("events").selectAll().where("id", "=", eventId).executeTakeFirstOrThrow();
  const details = presentDetails(event as EventRow);
  return found.rows
    .filter(({ body }) => !isFollowed(body, details))
    .map(({ seq, name, body: { type: _, ...reply } }) => ({ ...reply, seq, name }));
}
