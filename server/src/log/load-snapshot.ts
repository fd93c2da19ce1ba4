import type { Viewer } from "@turnout/contract/audience";
import { personIdOf } from "@turnout/contract/audience";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, NotNull } from "../db/row-types.ts";
import { createBatchLoader } from "../db/batch-loader.ts";
import { lookUpTogether } from "../db/look-ups.ts";
import { OUTAGE_PATIENCE } from "../db/outage.ts";
import { eventColumns } from "./table-columns.ts";
import type { EventRow } from "./event-row.ts";

/**
 * A slice's part of the snapshot, for all viewers of a batch: reads the state that all parts are read from, and
 * returns a function that makes one viewer's part.
 */
export type SnapshotPart = (state: Kysely<Database>, event: EventRow, viewers: Viewer[]) => Promise<ShareOf> | ShareOf;
type ShareOf = (viewer: Viewer) => Partial<EventSnapshot>;

export type LoadSnapshot = (eventId: string, viewer: Viewer) => Promise<EventSnapshot | null>;

/**
 * Loads the snapshot of an event for one viewer, with the position it was taken at, from one repeatable-read
 * transaction (L5); null when there is no such event. Concurrent loads of one event share a transaction.
 */
export function createSnapshotLoader(db: Kysely<Database>, parts: SnapshotPart[]): LoadSnapshot {
  return createBatchLoader((eventId, viewers: Viewer[]) => lookUpTogether(db, (state) => readSnapshots(state, parts, eventId, viewers)), {
    outagePatience: OUTAGE_PATIENCE,
  });
}

/** By name: a prepared `events.*` fails when a newer version adds a column. */
const COLUMNS = sql.raw(
  Object.keys(eventColumns)
    .map((name) => `events.${name}`)
    .join(", "),
);

async function readSnapshots(state: Kysely<Database>, parts: SnapshotPart[], eventId: string, viewers: Viewer[]) {
  const found = await sql<EventRow & NotNull<Columns<"life", "epoch">, "epoch">>`
    select ${COLUMNS}, life.epoch from events, life where id = ${eventId}`.execute(state);
  const event = found.rows[0];
  if (!event) return viewers.map(() => null);
  const shares = await Promise.all(parts.map(async (part) => part(state, event, viewers)));

  return viewers.map((viewer) => {
    const position = {
      eventId,
      epoch: event.epoch,
      seq: event.log_seq,
      viewer: { class: viewer.class, personId: personIdOf(viewer) },
    };
    return Object.assign(position, ...shares.map((shareOf) => shareOf(viewer))) as EventSnapshot;
  });
}
