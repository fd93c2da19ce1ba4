import type { Viewer } from "@turnout/contract/audience";
import { personIdOf } from "@turnout/contract/audience";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { EventRow } from "./event-row.ts";

/** A slice's part of the picture, read in the same transaction as everything else of it. */
export type SnapshotPart = (
  tx: Transaction<Database>,
  event: EventRow,
  viewer: Viewer,
) => Promise<Partial<EventSnapshot>> | Partial<EventSnapshot>;

/**
 * The picture of an event for one viewer, with the position it was taken at, from one repeatable-read
 * transaction (L5). Null when there is no such event.
 */
export async function loadSnapshot(
  db: Kysely<Database>,
  parts: SnapshotPart[],
  eventId: string,
  viewer: Viewer,
): Promise<EventSnapshot | null> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const found = await sql<EventRow & { epoch: string }>`
      select events.*, instance.epoch from events, instance where id = ${eventId}`.execute(tx);
      const event = found.rows[0];
      if (!event) return null;
      const position = {
        eventId,
        epoch: event.epoch,
        seq: Number(event.log_seq),
        viewer: { class: viewer.class, personId: personIdOf(viewer) },
      };
      const loaded = [];
      for (const part of parts) loaded.push(await part(tx, event, viewer));
      return Object.assign(position, ...loaded) as EventSnapshot;
    });
}
