import { randomUUID } from "node:crypto";
import type { Viewer } from "@turnout/contract/audience";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { postMessage } from "../chat/commands.ts";
import { chatInSnapshot } from "../chat/queries.ts";
import { testDatabase } from "../db/test-database.ts";
import { editEvent } from "../events/commands.ts";
import { eventInSnapshot } from "../events/queries.ts";
import { requestAccess } from "../guests/access.ts";
import { answerInvitation, removeGuest } from "../guests/commands.ts";
import { guestsInSnapshot, loadMe } from "../guests/queries.ts";
import { grantGuest } from "../guests/visits.ts";
import { aGathering, answering, asGuest, asUser, createWorld, hostViewer, type Gathering, type Member } from "../testing/world.ts";
import { until } from "../testing/until.ts";
import type { Hint } from "./hint.ts";
import { createKeptSnapshots, KEPT_BYTES, KEPT_FOR, MOVED_BY, type KeepingDeps, type ViewerPart } from "./kept-snapshots.ts";
import { createSnapshotLoader, wholeSnapshot, type PartedSnapshot } from "./load-snapshot.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const access = requestAccess({ db, identityOf: () => Promise.reject(new Error("nobody asks by request")) });
const load = createSnapshotLoader(db, [eventInSnapshot, guestsInSnapshot, chatInSnapshot], loadMe);

const edit = editEvent({ needs: [], afterEdit: () => {} });

/** Keeps snapshots of real events, and counts how many are loaded. */
function keeping(deps: Partial<KeepingDeps> = {}) {
  const counts = { loads: 0 };
  const snapshots = createKeptSnapshots({
    load(...asked) {
      counts.loads += 1;
      return load(...asked);
    },
    ...deps,
  });
  return { ...snapshots, counts };
}

const partOfHost = ({ id, host }: Gathering) =>
  access.partOf({ user: { ...host, email: "ada@example.org" }, sessionId: null, visitId: null }, id);

const rename = (gathering: Gathering, title: string) =>
  world.changeEvent(gathering.id, edit, { commandId: randomUUID(), fields: { title } }, asUser(gathering.host));

async function titleFor(snapshots: ReturnType<typeof keeping>, gathering: Gathering, part: ViewerPart | null): Promise<string> {
  const read = await snapshots.read(gathering.id, part!);
  return read!.kept.shared.details.title;
}

async function aVisit({ id: eventId }: Gathering, { id: guestId }: Member) {
  const visitId = randomUUID();
  await grantGuest(db, visitId, { eventId, guestId, accessVersion: 1 });
  return { user: null, sessionId: null, visitId };
}

test("a snapshot is loaded once for all who read it at its position", async () => {
  const gathering = await aGathering(world, { guests: 2 });
  const snapshots = keeping();
  const identities = await Promise.all(gathering.guests.map((guest) => aVisit(gathering, guest)));
  const read = async () => {
    const parts = await Promise.all(identities.map((identity) => access.partOf(identity, gathering.id)));
    return Promise.all(parts.map((part) => snapshots.read(gathering.id, part!)));
  };
  await snapshots.read(gathering.id, (await access.partOf(identities[0]!, gathering.id))!);
  const all = [...(await read()), ...(await read())];
  expect(snapshots.counts.loads).toBe(1);
  expect(new Set(all.map((one) => one!.kept)).size).toBe(1);
  expect(all.map((one) => one!.own.me!.name)).toEqual(["Guest 1", "Guest 2", "Guest 1", "Guest 2"]);
});

test("[L5] a commit of which this process gets no hint is in the next snapshot that is read", async () => {
  const gathering = await aGathering(world);
  const snapshots = keeping();
  for (const title of ["Picnic", "Lake", "Sauna"]) {
    await rename(gathering, title);
    expect(await titleFor(snapshots, gathering, await partOfHost(gathering))).toBe(title);
    expect(await titleFor(snapshots, gathering, await partOfHost(gathering))).toBe(title);
  }
  expect(snapshots.counts.loads).toBe(3);
});

test("[L5] a commit whose hint has come moves what is kept on to what loading gives, and nothing is loaded", async () => {
  const gathering = await aGathering(world, { guests: 3, fields: { capacity: 2, guestListFor: "everyone", visibility: "public" } });
  const { id, guests } = gathering;
  const identities = [
    { user: { ...gathering.host, email: "ada@example.org" }, sessionId: null, visitId: null },
    await aVisit(gathering, guests[0]!),
    { user: null, sessionId: null, visitId: randomUUID() },
  ];
  const parts = () => Promise.all(identities.map((identity) => access.partOf(identity, id)));
  const snapshots = keeping();
  for (const part of await parts()) await snapshots.read(id, part!);
  expect(snapshots.counts.loads).toBe(3);

  const hinted = world.hints.length;
  for (const guest of guests) {
    await world.changeEvent(id, answerInvitation, answering("going"), asGuest(guest));
    await world.changeEvent(id, postMessage, { commandId: randomUUID(), text: "I'm in", replyTo: null }, asGuest(guest));
  }
  for (const hint of world.hints.slice(hinted)) snapshots.follow(hint);
  for (const part of await parts()) {
    const read = await snapshots.read(id, part!);
    expect(wholeSnapshot({ shared: read!.kept.shared, own: read!.own })).toEqual(await world.snapshot(id, part!.viewer));
  }
  expect(snapshots.counts.loads).toBe(3);
});

test("[L8] hints that are lost, doubled, out of order or of another epoch are never used, and cost a load", async () => {
  const gathering = await aGathering(world);
  const say = (text: string) =>
    world.changeEvent(gathering.id, postMessage, { commandId: randomUUID(), text, replyTo: null }, asUser(gathering.host));
  const lastRead = async (snapshots: ReturnType<typeof keeping>) =>
    (await snapshots.read(gathering.id, (await partOfHost(gathering))!))!.kept.shared.messages.map(({ text }) => text).join("");
  const hintsOf = async (...texts: string[]) => {
    const hinted = world.hints.length;
    for (const text of texts) await say(text);
    return world.hints.slice(hinted) as [Hint, Hint, Hint];
  };
  const snapshots = keeping();
  let loads = 0;
  const expectRead = async (text: string, loaded: number) => {
    expect(await lastRead(snapshots)).toBe(text);
    expect(snapshots.counts.loads - loads).toBe(loaded);
    loads = snapshots.counts.loads;
  };
  await expectRead("", 1);
  const [a, b] = await hintsOf("a", "b");
  for (const hint of [a, a, b, b, a]) snapshots.follow(hint);
  await expectRead("ab", 0);
  const [, d] = await hintsOf("c", "d");
  snapshots.follow(d);
  await expectRead("abcd", 1);
  const [e, f] = await hintsOf("e", "f");
  for (const hint of [f, e]) snapshots.follow(hint);
  await expectRead("abcdef", 1);
  const [g] = await hintsOf("g");
  snapshots.follow({ ...g, epoch: randomUUID(), entries: [] });
  await expectRead("abcdefg", 1);
});

test("[L5] a hint that comes after a reader was looked up does not reach into what they are shown", async () => {
  const gathering = await aGathering(world, { guests: 2 });
  const { id, guests } = gathering;
  const identity = await aVisit(gathering, guests[0]!);
  const snapshots = keeping();
  await snapshots.read(id, (await access.partOf(identity, id))!);
  const hinted = world.hints.length;
  await world.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[1]!));
  const part = await access.partOf(identity, id);
  await world.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[0]!));
  for (const hint of world.hints.slice(hinted)) snapshots.follow(hint);
  const { kept, own } = (await snapshots.read(id, part!))!;
  expect([kept.shared.tally.going, own.me!.standing]).toEqual([1, "none"]);
  expect(snapshots.counts.loads).toBe(1);
  const next = (await snapshots.read(id, (await access.partOf(identity, id))!))!;
  expect([next.kept.shared.tally.going, next.own.me!.standing]).toEqual([2, "going"]);
  expect(snapshots.counts.loads).toBe(1);
});

test("[L5] readers who were looked up before the last commits are each shown what was there then, and nothing is loaded", async () => {
  const gathering = await aGathering(world);
  const snapshots = keeping();
  await snapshots.read(gathering.id, (await partOfHost(gathering))!);
  const hinted = world.hints.length;
  const parts: ViewerPart[] = [];
  for (const text of ["a", "b", "c", "d"]) {
    await world.changeEvent(gathering.id, postMessage, { commandId: randomUUID(), text, replyTo: null }, asUser(gathering.host));
    parts.push((await partOfHost(gathering))!);
  }
  for (const hint of world.hints.slice(hinted)) snapshots.follow(hint);
  const said: string[] = [];
  for (const part of parts) said.push((await snapshots.read(gathering.id, part))!.kept.shared.messages.map(({ text }) => text).join(""));
  expect(said).toEqual(["a", "ab", "abc", "abcd"]);
  expect(snapshots.counts.loads).toBe(1);
});

test("readers of one position who come while it is loaded wait for that load, and none loads what is theirs", async () => {
  const gathering = await aGathering(world, { guests: 20, fields: { capacity: 1 } });
  const identities = await Promise.all(gathering.guests.map((guest) => aVisit(gathering, guest)));
  for (const guest of gathering.guests) await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(guest));
  const snapshots = keeping();
  const parts = await Promise.all(identities.map((identity) => access.partOf(identity, gathering.id)));
  const read = await Promise.all(parts.map((part) => snapshots.read(gathering.id, part!)));
  expect(snapshots.counts.loads).toBe(1);
  const own = await Promise.all(parts.map((part) => load(gathering.id, part!.viewer)));
  expect(read.map((one) => one!.own)).toEqual(own.map((one) => one!.own));
  expect(read.map((one) => one!.own.me!.place)).toEqual(gathering.guests.map((_, at) => (at === 0 ? null : at)));
});

test("a reader of another position than what is being loaded loads their own", async () => {
  const gathering = await aGathering(world);
  const snapshots = keeping();
  const before = await partOfHost(gathering);
  await rename(gathering, "Sauna");
  const after = await partOfHost(gathering);
  const titles = await Promise.all([titleFor(snapshots, gathering, after), titleFor(snapshots, gathering, before)]);
  expect(titles).toEqual(["Sauna", "Sauna"]);
  expect(snapshots.counts.loads).toBe(2);
});

test("[L5] what comes while a snapshot is loaded moves that one on, too", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const loaded: PromiseWithResolvers<void>[] = [];
  const snapshots = createKeptSnapshots({
    async load(...asked) {
      const found = await load(...asked);
      loaded.push(Promise.withResolvers());
      await loaded.at(-1)!.promise;
      return found;
    },
  });
  const read = async () => snapshots.read(gathering.id, (await partOfHost(gathering))!);
  const say = async (text: string) => {
    await world.changeEvent(gathering.id, postMessage, { commandId: randomUUID(), text, replyTo: null }, asUser(gathering.host));
    return world.hints.at(-1)!;
  };
  const loading = async (count: number) => {
    const reading = read();
    await expect.poll(() => loaded.length).toBe(count);
    return { reading };
  };
  const first = await loading(1);
  loaded[0]!.resolve();
  await first.reading;
  const removal = { commandId: randomUUID(), guestId: gathering.guests[0]!.id };
  await world.changeEvent(gathering.id, removeGuest, removal, asUser(gathering.host));
  const late = [world.hints.at(-1)!, await say("a")];
  const second = await loading(2);
  for (const hint of [...late, await say("b"), await say("c")]) snapshots.follow(hint);
  loaded[1]!.resolve();
  expect((await second.reading)!.kept.shared.messages.map(({ text }) => text)).toEqual(["a"]);
  const counted = snapshots.bytes();
  expect((await read())!.kept.shared).toEqual(
    (({ viewer: _, me: __, ...shared }) => shared)((await world.snapshot(gathering.id, hostViewer(gathering)))!),
  );
  expect(snapshots.bytes()).toBeLessThan(counted); // what has come is part of it now
  expect(loaded).toHaveLength(2);
});

test("control: a hint that leaves entries out would show what is not so", async () => {
  const gathering = await aGathering(world);
  const snapshots = keeping();
  await snapshots.read(gathering.id, (await partOfHost(gathering))!);
  await world.changeEvent(gathering.id, postMessage, { commandId: randomUUID(), text: "a", replyTo: null }, asUser(gathering.host));
  snapshots.follow({ ...world.hints.at(-1)!, entries: [] });
  const read = await snapshots.read(gathering.id, (await partOfHost(gathering))!);
  expect(read!.kept.shared.messages).toEqual([]);
});

test("an entry that can change what somebody may see moves nothing on", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const snapshots = keeping();
  await snapshots.read(gathering.id, (await partOfHost(gathering))!);
  await world.changeEvent(gathering.id, removeGuest, { commandId: randomUUID(), guestId: gathering.guests[0]!.id }, asUser(gathering.host));
  snapshots.follow(world.hints.at(-1)!);
  const read = await snapshots.read(gathering.id, (await partOfHost(gathering))!);
  expect(read!.kept.shared.tally).toEqual((await world.snapshot(gathering.id, hostViewer(gathering)))!.tally);
  expect(snapshots.counts.loads).toBe(2);
});

test("what has come for a snapshot is counted, and one that more than MOVED_BY entries are waiting for is dropped", async () => {
  const snapshots = createKeptSnapshots({ load: async () => snapshotAt(1) });
  await snapshots.read("a", partAt(1));
  const hint = (after: number, count: number) =>
    ({
      eventId: "a",
      epoch: "an epoch",
      after,
      upTo: after + count,
      entries: Array.from({ length: count }, () => ({})),
    }) as unknown as Hint;
  const before = snapshots.bytes();
  snapshots.follow(hint(1, MOVED_BY - 1));
  expect(snapshots.bytes()).toBeGreaterThan(before + MOVED_BY);
  snapshots.follow(hint(MOVED_BY, 1));
  expect(snapshots.bytes()).toBeGreaterThan(0);
  snapshots.follow(hint(MOVED_BY + 1, 1));
  expect(snapshots.bytes()).toBe(0);
});

test("control: asked with the position of before, it would be missed", async () => {
  const gathering = await aGathering(world);
  const snapshots = keeping();
  const before = await partOfHost(gathering);
  await snapshots.read(gathering.id, before!);
  await rename(gathering, "Sauna");
  expect(await titleFor(snapshots, gathering, before)).toBe("Picnic");
});

test("[L6] in another epoch the same position is another snapshot", async () => {
  const gathering = await aGathering(world);
  const snapshots = keeping();
  await snapshots.read(gathering.id, (await partOfHost(gathering))!);
  await sql`update instance set epoch = gen_random_uuid()`.execute(db);
  const part = await partOfHost(gathering);
  const read = await snapshots.read(gathering.id, part!);
  expect(read!.kept.shared.epoch).toBe(part!.epoch);
  expect(snapshots.counts.loads).toBe(2);
});

test("[L6] what came in another epoch moves nothing on that was loaded in this one", async () => {
  const gathering = await aGathering(world);
  const snapshots = keeping();
  const say = (text: string) =>
    world.changeEvent(gathering.id, postMessage, { commandId: randomUUID(), text, replyTo: null }, asUser(gathering.host));
  const texts = async () =>
    (await snapshots.read(gathering.id, (await partOfHost(gathering))!))!.kept.shared.messages.map(({ text }) => text);
  expect(await texts()).toEqual([]);
  await say("a");
  const hint = world.hints.at(-1)!;
  snapshots.follow(hint);
  // As of a commit that a restored backup has not.
  snapshots.follow({
    ...hint,
    after: hint.upTo,
    upTo: hint.upTo + 1,
    entries: hint.entries.map((entry) => ({ ...entry, seq: entry.seq + 1 })),
  });
  await sql`update instance set epoch = gen_random_uuid()`.execute(db);
  expect(await texts()).toEqual(["a"]);
  await say("b");
  expect(await texts()).toEqual(["a", "b"]);
});

test("[L10] who was removed from the guest list gets nothing of what is kept for others", async () => {
  const gathering = await aGathering(world, { guests: 2 });
  const [grace, lin] = await Promise.all(gathering.guests.map((guest) => aVisit(gathering, guest)));
  const snapshots = keeping();
  await snapshots.read(gathering.id, (await access.partOf(grace!, gathering.id))!);
  await world.changeEvent(gathering.id, removeGuest, { commandId: randomUUID(), guestId: gathering.guests[0]!.id }, asUser(gathering.host));
  expect(await access.partOf(grace!, gathering.id)).toBeNull();
  expect((await access.partOf(lin!, gathering.id))!.me!.name).toBe("Guest 2");
});

test("what somebody changed in the database by hand is seen after KEPT_FOR", async () => {
  const gathering = await aGathering(world);
  let now = 0;
  const snapshots = keeping({ now: () => now });
  await snapshots.read(gathering.id, (await partOfHost(gathering))!);
  await sql`update events set title = 'By hand' where id = ${gathering.id}`.execute(db);
  now = KEPT_FOR;
  expect(await titleFor(snapshots, gathering, await partOfHost(gathering))).toBe("Picnic");
  now = KEPT_FOR + 1;
  expect(await titleFor(snapshots, gathering, await partOfHost(gathering))).toBe("By hand");
});

test("what somebody changed by hand is seen after KEPT_FOR, though hints have moved it on meanwhile", async () => {
  const gathering = await aGathering(world);
  let now = 0;
  const snapshots = keeping({ now: () => now });
  await snapshots.read(gathering.id, (await partOfHost(gathering))!);
  await sql`update events set title = 'By hand' where id = ${gathering.id}`.execute(db);
  const say = async (at: number) => {
    now = at;
    await world.changeEvent(gathering.id, postMessage, { commandId: randomUUID(), text: "a", replyTo: null }, asUser(gathering.host));
    snapshots.follow(world.hints.at(-1)!);
    return titleFor(snapshots, gathering, await partOfHost(gathering));
  };
  expect(await say(KEPT_FOR)).toBe("Picnic");
  expect(await say(KEPT_FOR + 1)).toBe("By hand");
});

test("readers who wait for one load share what is made of it", async () => {
  const gathering = await aGathering(world, { guests: 2 });
  const identities = await Promise.all(gathering.guests.map((guest) => aVisit(gathering, guest)));
  const snapshots = keeping();
  const reads = identities.map(async (identity) => snapshots.read(gathering.id, (await access.partOf(identity, gathering.id))!));
  const [first, second] = await Promise.all(reads);
  expect(first!.kept).toBe(second!.kept);
});

const viewer: Viewer = { class: "public", userId: null, guestId: null, name: null };
const partAt = (seq: number): ViewerPart => ({ viewer, me: null, epoch: "an epoch", seq });
const snapshotAt = (seq: number, text = "") =>
  ({
    shared: { epoch: "an epoch", seq, text },
    own: { viewer: { class: "public", personId: null }, me: null },
  }) as unknown as PartedSnapshot;

test("kept snapshots take no more than KEPT_BYTES, with what is made of them: those not read for longest leave", async () => {
  const most = 100_000;
  const loaded: string[] = [];
  const snapshots = createKeptSnapshots({
    most,
    async load(eventId) {
      loaded.push(eventId);
      return snapshotAt(1, "x".repeat(5_000));
    },
  });
  const read = (eventId: string) => snapshots.read(eventId, partAt(1));
  for (const eventId of ["a", "b", "c", "d"]) await read(eventId);
  expect(snapshots.bytes()).toBeGreaterThan(80_000);
  await read("a");
  await read("e");
  expect(snapshots.bytes()).toBeLessThanOrEqual(most);
  await read("a");
  expect(loaded).toEqual(["a", "b", "c", "d", "e"]);
  await read("b");
  expect(loaded).toEqual(["a", "b", "c", "d", "e", "b"]);

  const { kept } = (await read("a"))!;
  const page = kept.once("page", () => Buffer.alloc(30_000));
  expect(kept.once("page", () => Buffer.alloc(1))).toBe(page);
  expect(snapshots.bytes()).toBeLessThanOrEqual(most);
  await read("a");
  await read("d");
  expect(loaded.slice(6)).toEqual(["d"]);
  kept.once("a larger page", () => Buffer.alloc(most));
  await read("d");
  await read("a"); // it alone takes more than all may
  expect(loaded.slice(7)).toEqual(["a"]);
  expect(KEPT_BYTES).toBe(64 * 1024 * 1024);
});

test("what takes the place of another is counted instead of it, and what has left is not counted again", async () => {
  let seq = 0;
  const snapshots = createKeptSnapshots({ most: 100_000, load: async () => snapshotAt(++seq, "x".repeat(5_000)) });
  const first = (await snapshots.read("a", partAt(1)))!;
  const one = snapshots.bytes();
  const second = (await snapshots.read("a", partAt(2)))!;
  expect(snapshots.bytes()).toBe(one);
  first.kept.once("page", () => Buffer.alloc(1_000));
  await first.kept.onceRead("list", async () => ({ seq: 1, bytes: Buffer.alloc(1_000) }));
  expect(snapshots.bytes()).toBe(one);
  second.kept.once("page", () => Buffer.alloc(1_000));
  expect(snapshots.bytes()).toBeGreaterThanOrEqual(one + 1_000);
});

test("what is read for a class is read once at a position, kept if it is of that position, and read again if reading failed", async () => {
  const snapshots = createKeptSnapshots({ load: async () => snapshotAt(1) });
  const { kept } = (await snapshots.read("a", partAt(1)))!;
  const before = snapshots.bytes();
  let reads = 0;
  const at = (seq: number) => async () => {
    reads += 1;
    return { seq, bytes: Buffer.from(`${seq}`.repeat(1_000)) };
  };
  await expect(kept.onceRead("list", () => Promise.reject(new Error("the database is away")))).rejects.toThrow("away");
  const [first, second] = await Promise.all([kept.onceRead("list", at(2)), kept.onceRead("list", at(2))]);
  expect([reads, second]).toEqual([1, first]);
  expect(snapshots.bytes()).toBe(before);
  const third = await kept.onceRead("list", at(1));
  expect(await kept.onceRead("list", at(1))).toBe(third);
  expect(reads).toBe(2);
  expect(snapshots.bytes()).toBeGreaterThan(before + 1_000);
  expect(await kept.onceRead("nothing", async () => null)).toBeNull();
});

test("a process that is short of memory keeps none, and drops those it has", async () => {
  let isShort = false;
  let loads = 0;
  const snapshots = createKeptSnapshots({
    isShort: () => isShort,
    async load() {
      loads += 1;
      return snapshotAt(loads);
    },
  });
  await snapshots.read("a", partAt(1));
  expect(snapshots.bytes()).toBeGreaterThan(0);
  isShort = true;
  await snapshots.read("b", partAt(2));
  expect(snapshots.bytes()).toBe(0);
  isShort = false;
  await snapshots.read("a", partAt(1));
  expect(loads).toBe(3);
});

type ReadAt = ReturnType<ReturnType<typeof createKeptSnapshots>["read"]>;

test("a load that was overtaken by a later one is not kept", async () => {
  const waiting: PromiseWithResolvers<PartedSnapshot>[] = [];
  const snapshots = createKeptSnapshots({
    load() {
      waiting.push(Promise.withResolvers<PartedSnapshot>());
      return waiting.at(-1)!.promise;
    },
  });
  const [first, second, third] = [1, 2, 3].map((seq) => snapshots.read("a", partAt(seq))) as [ReadAt, ReadAt, ReadAt];
  waiting[0]!.resolve(snapshotAt(1));
  expect((await first)!.kept.shared.seq).toBe(1);
  await until(() => expect(waiting).toHaveLength(3)); // they waited for the first, and it was not theirs
  waiting[2]!.resolve(snapshotAt(3));
  await third;
  waiting[1]!.resolve(snapshotAt(2));
  expect((await second)!.kept.shared.seq).toBe(2);
  await snapshots.read("a", partAt(3));
  expect(waiting).toHaveLength(3);
});

test("an event that is not there has no snapshot, and nothing is kept for it", async () => {
  const snapshots = keeping();
  expect(await snapshots.read(randomUUID(), { ...partAt(1), viewer: hostViewer(await aGathering(world)) })).toBeNull();
  expect(snapshots.bytes()).toBe(0);
});
