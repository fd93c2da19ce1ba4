import type { Viewer, ViewerClass } from "@turnout/contract/audience";
import { personIdOf } from "@turnout/contract/audience";
import type { Me } from "@turnout/contract/guests";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, NotNull } from "../db/row-types.ts";
import { createBatchLoader } from "../db/batch-loader.ts";
import { lookUpTogether } from "../db/look-ups.ts";
import { OUTAGE_PATIENCE } from "../db/outage.ts";
import { eventColumns } from "./table-columns.ts";
import type { EventRow } from "./event-row.ts";

/** What of a snapshot is one viewer's. */
export type OwnPart = Pick<EventSnapshot, "viewer" | "me">;
/** What of a snapshot is the same for all viewers of a class. */
export type SharedPart = Omit<EventSnapshot, keyof OwnPart>;

/** A snapshot in the two parts that it is made of. */
export interface PartedSnapshot {
  shared: SharedPart;
  own: OwnPart;
}

/**
 * A slice's share of the shared part: reads the state that all shares are read from, for these classes, and returns a
 * function that makes the share of one. It gets no viewer, so that nothing of one viewer can be in what others are shown.
 */
export type SnapshotPart = (state: Kysely<Database>, event: EventRow, classes: ViewerClass[]) => Promise<ShareOf> | ShareOf;
type ShareOf = (viewerClass: ViewerClass) => Partial<SharedPart>;

/** Reads these guests as they see themselves, by their ids. */
export type LoadMe = (state: Kysely<Database>, eventId: string, guestIds: string[]) => Promise<Map<string, Me>>;

export type LoadSnapshot = (eventId: string, viewer: Viewer) => Promise<PartedSnapshot | null>;

/**
 * Loads the snapshot of an event for one viewer, with the position it was taken at, from one repeatable-read
 * transaction (L5); null when there is no such event. Concurrent loads of one event share a transaction, and those of one
 * class the shared part. Without `loadMe`, no viewer is on the guest list.
 */
export function createSnapshotLoader(db: Kysely<Database>, parts: SnapshotPart[], loadMe: LoadMe = async () => new Map()): LoadSnapshot {
  return createBatchLoader(
    (eventId, viewers: Viewer[]) => lookUpTogether(db, (state) => readSnapshots(state, { parts, loadMe }, eventId, viewers)),
    { outagePatience: OUTAGE_PATIENCE },
  );
}

export const wholeSnapshot = ({ shared, own }: PartedSnapshot): EventSnapshot => ({ ...shared, ...own });

export const viewerInSnapshot = (viewer: Viewer): EventSnapshot["viewer"] => ({
  class: viewer.class,
  personId: personIdOf(viewer),
  ...(viewer.wasRemoved && { wasRemoved: true }),
});

/** By name: a prepared `events.*` fails when a newer version adds a column. */
const COLUMNS = sql.raw(
  Object.keys(eventColumns)
    .map((name) => `events.${name}`)
    .join(", "),
);

interface Readers {
  parts: SnapshotPart[];
  loadMe: LoadMe;
}

async function readSnapshots(state: Kysely<Database>, { parts, loadMe }: Readers, eventId: string, viewers: Viewer[]) {
  const found = await sql<EventRow & NotNull<Columns<"life", "epoch">, "epoch">>`
    select ${COLUMNS}, life.epoch from events, life where id = ${eventId}`.execute(state);
  const event = found.rows[0];
  if (!event) return viewers.map(() => null);
  const classes = [...new Set(viewers.map((viewer) => viewer.class))];
  const guestIds = viewers.flatMap(({ guestId }) => guestId ?? []);
  const [mine, ...shares] = await Promise.all([
    loadMe(state, eventId, guestIds),
    ...parts.map(async (part) => part(state, event, classes)),
  ]);
  const position = { eventId, epoch: event.epoch, seq: event.log_seq };
  const sharedBy = new Map(
    classes.map((one) => [one, Object.assign({ ...position }, ...shares.map((shareOf) => shareOf(one))) as SharedPart]),
  );
  return viewers.map((viewer) => ({
    shared: sharedBy.get(viewer.class)!,
    own: { viewer: viewerInSnapshot(viewer), me: (viewer.guestId === null ? null : mine.get(viewer.guestId)) ?? null },
  }));
}
