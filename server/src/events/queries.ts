import { questionsForGuests } from "@turnout/contract/questions";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { EventRow } from "../log/event-row.ts";
import type { SnapshotPart } from "../log/load-snapshot.ts";
import { presentDetailsFor } from "./present.ts";
import type { HostRow } from "./tables.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** The event's part of the snapshot: its details, its hosts, and what guests are asked. */
export const eventInSnapshot: SnapshotPart = async (state, event) => {
  const hosts = (await hostsOf(state, event.id)).map((host) => ({ userId: host.id, name: host.name }));
  const forGuests = questionsForGuests(event.questions);
  return (viewerClass) => ({
    details: presentDetailsFor(viewerClass, event),
    hosts,
    questions: viewerClass === "host" ? event.questions : forGuests,
  });
};

/** The hosts, first host first. */
export async function hostsOf(db: Db, eventId: string): Promise<HostRow[]> {
  const found = await sql<HostRow>`
    select id, name, added_at from hosts where event_id = ${eventId} order by added_at, id`.execute(db);
  return found.rows;
}

/** The event's row, for internal use: the caller decides what is shown of it. */
export async function eventRow(db: Db, eventId: string): Promise<EventRow | undefined> {
  const found = await sql<EventRow>`select * from events where id = ${eventId}`.execute(db);
  return found.rows[0];
}
