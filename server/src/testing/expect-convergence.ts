import type { Viewer } from "@turnout/contract/audience";
import { changesAudience, endsAccess, entryFor } from "@turnout/contract/entry-kinds";
import { applyEntry, EventSnapshot } from "@turnout/contract/snapshot";
import { LogEntry } from "@turnout/contract/log";
import { expect } from "vitest";
import { GuestOrder } from "@turnout/contract/guests";
import { createKeptLists } from "../guests/kept-lists.ts";
import { readGuestPage } from "../guests/queries.ts";
import { createKeptSnapshots, type ViewerPart } from "../log/kept-snapshots.ts";
import type { PartedSnapshot } from "../log/load-snapshot.ts";
import { readLog } from "../log/read-log.ts";
import type { World } from "./world.ts";

/**
 * Expects that a subscriber ends with the snapshot that a reload gives, for every viewer whose access the act does not end or
 * change; that what is kept of it for each class, moved on by hints, is what loading it gives; that the guest list of others changes with the log alone; that a guest list in memory, brought up to date by the log, is the one in the database; and that what any of them loads has exactly the contract's fields, at any depth, since it is sent unvalidated.
 */
export async function expectConvergence(world: World, eventId: string, viewers: Viewer[], act: () => Promise<unknown>): Promise<void> {
  const before = await Promise.all(viewers.map((viewer) => world.snapshot(eventId, viewer)));
  const kept = createKeptSnapshots({ load: async (...asked) => parted((await world.snapshot(...asked))!) });
  for (const [index, viewer] of viewers.entries()) await kept.read(eventId, partOf(viewer, before[index]!));
  const lists = await Promise.all(viewers.map((viewer) => listFor(world, eventId, viewer)));
  const inMemory = createKeptLists({ db: world.db, from: 0 });
  await inMemory.read(eventId, viewers[0]!, { ...whole, order: "name" });
  await inMemory.settled();
  const hinted = world.hints.length;
  await act();
  await expectSameLists(world, { eventId, viewers, inMemory });
  for (const [index, viewer] of viewers.entries()) {
    const list = await listFor(world, eventId, viewer);
    if (list?.seq === lists[index]?.seq) expect(list).toEqual(lists[index]);
  }
  for (const hint of world.hints.slice(hinted)) kept.follow(hint);
  for (const [index, viewer] of viewers.entries()) {
    const loaded = await world.snapshot(eventId, viewer);
    const sent: unknown = JSON.parse(JSON.stringify(loaded));
    expect(sent).toEqual(EventSnapshot.parse(sent)); // parsing leaves out what the contract does not name
    const read = await kept.read(eventId, partOf(viewer, loaded!));
    expect(read!.kept.shared).toEqual(parted(loaded!).shared);
    const followed = await follow(world, viewer, before[index]!);
    if (followed === "turned away") continue;
    expect(followed).toEqual(loaded);
  }
}

const whole = { search: "", standing: null, cursor: null };

interface Lists {
  eventId: string;
  viewers: Viewer[];
  inMemory: ReturnType<typeof createKeptLists>;
}

async function expectSameLists({ db }: World, { eventId, viewers, inMemory }: Lists): Promise<void> {
  for (const viewer of viewers) {
    for (const order of GuestOrder.options) {
      const filter = { ...whole, order: viewer.class === "host" ? order : ("name" as const) };
      const kept = await inMemory.read(eventId, viewer, filter);
      expect(inMemory.size()).toBeGreaterThan(0); // it was of use: no change was missing
      expect(kept!.bytes.toString()).toBe((await readGuestPage(db, eventId, viewer, filter))!.bytes.toString());
    }
  }
}

/** Null for hosts, whose list holds what is in no log. */
async function listFor({ db }: World, eventId: string, viewer: Viewer): Promise<{ seq: number; text: string } | null> {
  if (viewer.class === "host") return null;
  const { bytes, seq } = (await readGuestPage(db, eventId, viewer, { search: "", standing: null, order: "name", cursor: null }))!;
  return { text: bytes.toString(), seq };
}

const partOf = (viewer: Viewer, { me, epoch, seq }: EventSnapshot): ViewerPart => ({ viewer, me, epoch, seq });

function parted({ viewer, me, ...shared }: EventSnapshot): PartedSnapshot {
  return { shared, own: { viewer, me } };
}

async function follow(world: World, viewer: Viewer, from: EventSnapshot): Promise<EventSnapshot | "turned away"> {
  let snapshot = from;
  for (;;) {
    const { entries, upTo } = await readLog(world.db, snapshot.eventId, { after: snapshot.seq });
    if (upTo === snapshot.seq) return snapshot;
    if (entries.some(({ body }) => endsAccess(viewer, body) || changesAudience(viewer, body))) return "turned away";
    const visible = entries.flatMap((entry) => entryFor(viewer, entry) ?? []).map((entry) => LogEntry.parse(entry));
    snapshot = { ...visible.reduce(applyEntry, snapshot), seq: upTo };
  }
}
