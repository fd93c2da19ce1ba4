import { randomUUID } from "node:crypto";
import type { Viewer } from "@turnout/contract/audience";
import { GuestOrder, GuestPage, type Answer, type Standing } from "@turnout/contract/guests";
import fc from "fast-check";
import { sql, type Kysely } from "kysely";
import { expect, test } from "vitest";
import type { Database } from "../db/database.ts";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, answering, asUser, createWorld, guestViewer, hostViewer, publicViewer, type Gathering } from "../testing/world.ts";
import { answerForGuests, removeGuests } from "./bulk-commands.ts";
import { addGuest, editGuest } from "./commands.ts";
import { CAUGHT_UP_BY, createKeptLists, KEPT_FROM, LIST_BYTES, LIST_KEPT_FOR, type KeptLists } from "./kept-lists.ts";
import { GUEST_PAGE, readGuestPage, type GuestFilter } from "./queries.ts";
import { tagGuests } from "./tag-guests.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const all: GuestFilter = { search: "", standing: null, order: "name", cursor: null };
const NAMES = [
  "Ärmel Arm",
  "Anna Straße",
  "Zoë Müller",
  "Łukasz Nowak",
  "Aə Bee",
  "𝒜lpha 🎉",
  "\uff21 wide",
  "Jürgen",
  "Óscar 100%",
  "ann an",
];

async function keptListOf(gathering: Gathering, settings: Omit<Parameters<typeof createKeptLists>[0], "db"> = {}): Promise<KeptLists> {
  const lists = createKeptLists({ db, from: 1, ...settings });
  await lists.read(gathering.id, hostViewer(gathering), all);
  await lists.settled();
  return lists;
}

const pageIn = (bytes: Buffer) => GuestPage.parse(JSON.parse(bytes.toString()));

/** All pages in memory, each as the database has it; returns how many guests they have. */
async function expectSamePages(lists: KeptLists, eventId: string, viewer: Viewer, filter: Omit<GuestFilter, "cursor">): Promise<number> {
  let [cursor, seen]: [string | null, number] = [null, 0];
  for (;;) {
    const kept = (await lists.read(eventId, viewer, { ...filter, cursor }))!;
    expect(lists.size()).toBeGreaterThan(0); // what was read is the list in memory
    const plain = (await readGuestPage(db, eventId, viewer, { ...filter, cursor }))!;
    expect(kept.bytes.toString()).toBe(plain.bytes.toString());
    const page = pageIn(kept.bytes);
    seen += page.guests.length;
    cursor = page.next;
    if (cursor === null) return seen;
  }
}

type Act = { kind: "answer" | "edit" | "remove" | "tag" | "add"; who: number; some: number; name: string; answer: Answer };

const acts = fc.array(
  fc.record<Act>({
    kind: fc.constantFrom("answer", "edit", "remove", "tag", "add"),
    who: fc.nat(10_000),
    some: fc.integer({ min: 1, max: 40 }),
    name: fc.constantFrom(...NAMES),
    answer: fc.constantFrom("going", "maybe", "declined"),
  }),
  { minLength: 1, maxLength: 6 },
);

async function act({ id, host, guests }: Gathering, { kind, who, some, name, answer }: Act): Promise<void> {
  const guestIds = Array.from({ length: some }, (_, at) => guests[(who + at) % guests.length]!.id);
  const { plusOnes, note } = answering(answer);
  const commandId = randomUUID();
  const by = asUser(host);
  if (kind === "answer")
    await world.changeEvent(
      id,
      answerForGuests,
      { commandId, guests: guestIds.map((guestId) => ({ guestId, answer, plusOnes, note })) },
      by,
    );
  if (kind === "remove") await world.changeEvent(id, removeGuests, { commandId, guestIds: guestIds.slice(0, 3) }, by);
  if (kind === "tag") await world.changeEvent(id, tagGuests, { commandId, guestIds, tag: "family", tagged: who % 2 === 0 }, by);
  if (kind === "add") await world.changeEvent(id, addGuest, { ...answering(answer), guestId: randomUUID(), name }, by);
  if (kind === "edit") {
    const left = await sql<{ id: string }>`select id from guests where event_id = ${id} and removed_at is null order by id`.execute(db);
    const guest = left.rows[who % left.rows.length]!;
    await world.changeEvent(id, editGuest, { commandId, guestId: guest.id, name, email: `p${who}.${commandId}@example.org` }, by);
  }
}

const standings: (Standing | null)[] = [null, "none", "going", "maybe", "declined", "waiting"];
const searches = [
  "",
  "",
  "a",
  "an",
  "guest",
  "GUEST 1",
  "mueller",
  "Müller",
  "an an",
  "p1",
  "example.org",
  "𝒜",
  "\uff21",
  "straße",
  "\u0301",
  "%",
  "_",
];
const questions = fc.record({
  order: fc.constantFrom(...GuestOrder.options),
  search: fc.constantFrom(...searches),
  standing: fc.constantFrom(...standings),
  tag: fc.constantFrom(null, null, "family", "nobody"),
});

test("after any commands, pages in memory are those of the database: the same guests, order, count and cursors", async () => {
  const property = fc.asyncProperty(acts, fc.array(questions, { minLength: 3, maxLength: 8 }), async (done, asked) => {
    for (const one of done) await act(gathering, one);
    for (const { order, ...filter } of asked) {
      await expectSamePages(lists, gathering.id, hostViewer(gathering), { ...filter, order });
      for (const viewer of [guestViewer(gathering.guests[0]!), publicViewer])
        await expectSamePages(lists, gathering.id, viewer, { ...filter, order: "name" });
    }
  });
  const gathering = await aGathering(world, { guests: 230, fields: { capacity: 90, waitlist: true, guestListFor: "guests" } });
  const lists = await keptListOf(gathering);
  await fc.assert(property, { numRuns: process.env["TEST_NIGHT"] ? 200 : 12, endOnFailure: true });
});

test("a list in memory is no older than the question, also where it is asked while guests answer", async () => {
  const gathering = await aGathering(world, { guests: 40 });
  const lists = await keptListOf(gathering);
  const { id, host, guests } = gathering;
  for (const [at, guest] of guests.entries()) {
    const answer = {
      ...answering("going"),
      commandId: randomUUID(),
      guests: [{ guestId: guest.id, answer: "going" as const, plusOnes: [], note: "" }],
    };
    const [, ...read] = await Promise.all([
      world.changeEvent(id, answerForGuests, answer, asUser(host)),
      ...Array.from({ length: 3 }, () => lists.read(id, hostViewer(gathering), { ...all, standing: "going" })),
    ]);
    for (const page of read) expect([at, at + 1]).toContain(pageIn(page!.bytes).total);
    expect(pageIn((await lists.read(id, hostViewer(gathering), { ...all, standing: "going" }))!.bytes).total).toBe(at + 1);
  }
});

test("a page looks its guests up one by one, also with statistics from before they were added", async () => {
  await aGathering(world, { guests: 1 });
  await sql`vacuum analyze guests`.execute(db);
  const gathering = await aGathering(world, { guests: 2_000 });
  const [host, at] = [hostViewer(gathering), { ...all, order: "added" as const }];
  await db.transaction().execute(async (tx) => {
    const rowsRead = async (read: () => Promise<unknown>) => {
      const before = await fetched(tx);
      await read();
      return (await fetched(tx)) - before;
    };
    expect(await rowsRead(() => sql`select from guests where event_id = ${gathering.id} and note = 'none'`.execute(tx))).toBe(2_000);
    expect(await rowsRead(() => readGuestPage(tx, gathering.id, host, at))).toBeLessThanOrEqual(2_000 + 2 * (GUEST_PAGE + 1));
    const lists = createKeptLists({ db: tx, from: 1 });
    await lists.read(gathering.id, host, at);
    await lists.settled();
    expect(lists.size()).toBe(2_000);
    expect(await rowsRead(() => lists.read(gathering.id, host, at))).toBeLessThanOrEqual(2 * GUEST_PAGE);
  });
});

/** How many rows of guests this transaction has read so far, by whatever plan. */
async function fetched(tx: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select (seq_tup_read + idx_tup_fetch)::int as rows from pg_stat_xact_user_tables where relname = 'guests'`.execute(tx);
  return rows[0]!.rows;
}

test("a list that the log does not explain is read from the database, and loaded again", async () => {
  const gathering = await aGathering(world, { guests: 5 });
  const lists = await keptListOf(gathering);
  await sql`update guests set removed_at = now() where event_id = ${gathering.id} and id = ${gathering.guests[2]!.id}`.execute(db);
  const read = async () => pageIn((await lists.read(gathering.id, hostViewer(gathering), all))!.bytes).guests.length;
  expect(await read()).toBe(4);
  expect(lists.size()).toBe(0);
  await lists.settled();
  expect(await read()).toBe(4);
  expect(lists.size()).toBe(4);
});

test("a list is loaded again after a restore, after its time, and where it is too far behind", async () => {
  const gathering = await aGathering(world, { guests: 3 });
  let time = 0;
  const lists = await keptListOf(gathering, { now: () => time });
  const expectLoadedAgain = async () => {
    await lists.read(gathering.id, hostViewer(gathering), all);
    expect(lists.size()).toBe(0);
    await lists.settled();
    expect(lists.size()).toBe(3);
  };
  await sql`update events set log_seq = log_seq + ${CAUGHT_UP_BY + 1} where id = ${gathering.id}`.execute(db);
  await expectLoadedAgain();
  await sql`update instance set epoch = gen_random_uuid()`.execute(db);
  await expectLoadedAgain();
  time = LIST_KEPT_FOR + 1;
  await expectLoadedAgain();
});

test("lists of fewer than KEPT_FROM guests are not kept, nor any while memory is short", async () => {
  expect(KEPT_FROM).toBe(1_000);
  const [small, large] = [await aGathering(world, { guests: 4 }), await aGathering(world, { guests: 5 })];
  expect((await keptListOf(small, { from: 5 })).size()).toBe(0);
  let isShort = true;
  const lists = await keptListOf(large, { from: 5, isShort: () => isShort });
  expect(lists.size()).toBe(0);
  isShort = false;
  await lists.read(large.id, hostViewer(large), all);
  await lists.settled();
  expect(lists.size()).toBe(5);
  isShort = true;
  await lists.read(large.id, hostViewer(large), all);
  expect(lists.size()).toBe(0);
});

test("all lists take no more than LIST_BYTES: those not read for longest leave", async () => {
  expect(LIST_BYTES).toBe(128 * 1024 * 1024);
  const [one, another] = [await aGathering(world, { guests: 5 }), await aGathering(world, { guests: 6 })];
  const needed = (await keptListOf(one)).bytes() + (await keptListOf(another)).bytes();
  const readBoth = async (most: number) => {
    const lists = await keptListOf(one, { most });
    await lists.read(another.id, hostViewer(another), all);
    await lists.settled();
    return lists.size();
  };
  expect(await readBoth(needed)).toBe(11);
  expect(await readBoth(needed - 1)).toBe(6);
});

test("a list that changes make too large is forgotten, and not loaded again before LIST_KEPT_FOR is over", async () => {
  const gathering = await aGathering(world, { guests: 5 });
  const most = (await keptListOf(gathering)).bytes() + 100;
  let time = 0;
  const lists = await keptListOf(gathering, { most, now: () => time });
  const read = async () => {
    const page = (await lists.read(gathering.id, hostViewer(gathering), all))!;
    await lists.settled();
    return pageIn(page.bytes).guests.length;
  };
  expect([await read(), lists.size()]).toEqual([5, 5]);
  const add = { ...answering("going"), commandId: randomUUID(), guestId: randomUUID(), name: "A guest with a name of many letters" };
  await world.changeEvent(gathering.id, addGuest, add, asUser(gathering.host));
  expect([await read(), lists.size()]).toEqual([6, 0]);
  let statements = 0;
  const counting = db.withPlugin({
    transformQuery({ node }) {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const again = createKeptLists({ db: counting, from: 1, most, now: () => time });
  /** Whether more was read than the page. */
  const loads = async () => {
    statements = 0;
    await again.read(gathering.id, hostViewer(gathering), all);
    await again.settled();
    return statements > 1;
  };
  expect([await loads(), await loads(), again.size()]).toEqual([true, false, 0]);
  time = LIST_KEPT_FOR + 1;
  expect([await loads(), await loads(), again.size()]).toEqual([true, false, 0]);
});
