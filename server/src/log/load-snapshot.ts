import type { Viewer } from "@turnout/contract/audience";
import { personIdOf } from "@turnout/contract/audience";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { gathered } from "../db/gathered.ts";
import type { EventRow } from "./event-row.ts";

/**
 * A slice's part of the picture, for all who ask at once: reads what they need in the transaction that all parts are
 * read in, and returns how to make each viewer's share of it.
 */
export type SnapshotPart = (tx: Transaction<Database>, event: EventRow, viewers: Viewer[]) => Promise<ShareOf> | ShareOf;
type ShareOf = (viewer: Viewer) => Partial<EventSnapshot>;

export type LoadSnapshot = (eventId: string, viewer: Viewer) => Promise<EventSnapshot | null>;

/**
 * Loads the picture of an event for one viewer, with the position it was taken at, from one repeatable-read
 * transaction (L5); null when there is no such event. A thousand readers who come at once share a transaction or two.
 */
export function createSnapshotLoader(db: Kysely<Database>, parts: SnapshotPart[]): LoadSnapshot {
  return gathered((eventId, viewers: Viewer[]) =>
    db
      .transaction()
      .setIsolationLevel("repeatable read")
      .execute((tx) => readSnapshots(tx, parts, eventId, viewers)),
  );
}

async function readSnapshots(tx: Transaction<Database>, parts: SnapshotPart[], eventId: string, viewers: Viewer[]) {
  const found = await sql<EventRow & { epoch: string }>`
    select events.*, life.epoch from events, life where id = ${eventId}`.execute(tx);
  const event = found.rows[0];
  if (!event) return viewers.map(() => null);
  const shares: ShareOf[] = [];
  for (const part of parts) shares.push(await part(tx, event, viewers));

  return viewers.map((viewer) => {
    const position = {
      eventId,
      epoch: event.epoch,
      seq: Number(event.log_seq),
      viewer: { class: viewer.class, personId: personIdOf(viewer) },
    };
    return Object.assign(position, ...shares.map((shareOf) => shareOf(viewer))) as EventSnapshot;
  });
}
