import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Viewer } from "@turnout/contract/audience";
import { MAX_TAG, MAX_TAGGED_AT_ONCE, MAX_TAGS, TagGuests, type Tagged } from "@turnout/contract/guest-tags";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, answering, asGuest, asUser, createWorld, type Gathering } from "../testing/world.ts";
import { answerInvitation, removeGuest } from "./commands.ts";
import { guestsCsv } from "./export.ts";
import { guestPage, tagsOf } from "./queries.ts";
import { tagGuests } from "./tag-guests.ts";

const { db } = await testDatabase();
const world = createWorld(db);

const host: Viewer = { class: "host", userId: randomUUID(), guestId: null, name: "Ada" };
const guest: Viewer = { class: "guest", userId: null, guestId: randomUUID(), name: "Grace" };

const aList = () => aGathering(world, { guests: 3, fields: { guestListFor: "everyone" } });

async function tag(
  gathering: Gathering,
  guestIds: string[],
  { word = "Press", tagged = true, commandId = randomUUID() as string } = {},
): Promise<Tagged> {
  const input = { commandId, guestIds, tag: word, tagged };
  const { result } = await world.changeEvent(gathering.id, tagGuests, input, asUser(gathering.host));
  return result as Tagged;
}

const idsOf = ({ guests }: Gathering) => guests.map(({ id }) => id);

async function listed(
  { id }: Gathering,
  viewer: Viewer,
  wanted: string | null = null,
): Promise<{ text: string; total: number; ids: string[] }> {
  const text = (await guestPage(db, id, viewer, { search: "", standing: null, tag: wanted, order: "name", cursor: null }))!;
  const page = JSON.parse(text) as { guests: { guestId: string }[]; total: number };
  return { text, total: page.total, ids: page.guests.map(({ guestId }) => guestId) };
}

const entriesOf = async ({ id }: Gathering) =>
  (await sql<{ n: number }>`select count(*)::int as n from event_log where event_id = ${id} and body->>'type' = 'guest.tagged'`.execute(db))
    .rows[0]!.n;

test("guests are tagged, found by their tag and counted by it, and in the CSV file", async () => {
  const gathering = await aList();
  const [first, second] = idsOf(gathering);
  expect(await tag(gathering, [first!, second!])).toEqual({ changed: [first, second], full: [], missing: [] });
  await tag(gathering, [first!], { word: "Family" });
  expect((await listed(gathering, host, "Press")).ids.toSorted()).toEqual([first, second].toSorted());
  expect((await listed(gathering, host, "Family")).total).toBe(1);
  expect(await tagsOf(db, gathering.id)).toEqual([
    { tag: "Press", guests: 2 },
    { tag: "Family", guests: 1 },
  ]);
  expect(await guestsCsv(db, gathering.id, "en")).toContain("Press, Family");
});

test("no guest reads a tag or learns by the filter who has it", async () => {
  const gathering = await aList();
  for (const one of gathering.guests) await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(one));
  const [first] = idsOf(gathering);
  await tag(gathering, [first!], { word: "Zanzibar" });
  expect((await listed(gathering, host)).text).toContain("Zanzibar");
  expect((await listed(gathering, guest)).text).not.toContain("Zanzibar");
  expect((await listed(gathering, guest, "Zanzibar")).ids).toEqual((await listed(gathering, guest, "Nobody has it")).ids);
});

test("who cannot have a tag is named, and keeps nobody else from it", async () => {
  const gathering = await aList();
  const [full, removed, third] = idsOf(gathering);
  const about = { commandId: randomUUID(), guestId: removed! };
  await world.changeEvent(gathering.id, removeGuest, about, asUser(gathering.host));
  for (let n = 0; n < MAX_TAGS; n++) await tag(gathering, [full!], { word: `Tag ${n}` });
  const nobody = randomUUID();
  expect(await tag(gathering, [full!, removed!, nobody, third!])).toEqual({
    changed: [third],
    full: [full],
    missing: [removed, nobody],
  });
});

test("a tag that is taken from those who got it leaves those who had it before", async () => {
  const gathering = await aList();
  const [first, second] = idsOf(gathering);
  await tag(gathering, [first!]);
  const { changed } = await tag(gathering, [first!, second!]);
  expect(changed).toEqual([second]);
  await tag(gathering, changed, { tagged: false });
  expect((await listed(gathering, host, "Press")).ids).toEqual([first]);
});

test("a command that is sent twice, or names a guest twice, leaves one entry", async () => {
  const gathering = await aList();
  const [first] = idsOf(gathering);
  const commandId = randomUUID();
  await tag(gathering, [first!, first!], { commandId });
  await tag(gathering, [first!, first!], { commandId });
  expect(await entriesOf(gathering)).toBe(1);
});

test("only hosts tag guests", async () => {
  const gathering = await aList();
  const input = { commandId: randomUUID(), guestIds: idsOf(gathering), tag: "Press", tagged: true };
  await expect(world.changeEvent(gathering.id, tagGuests, input, asGuest(gathering.guests[0]!))).rejects.toMatchObject({
    code: "event_not_found",
  });
  expect(await entriesOf(gathering)).toBe(0);
});

test("a command names at most MAX_TAGGED_AT_ONCE guests, and a tag has at most MAX_TAG characters", () => {
  const input = (guests: number, characters: number) => ({
    commandId: randomUUID(),
    guestIds: Array.from({ length: guests }, () => randomUUID()),
    tag: "x".repeat(characters),
    tagged: true,
  });
  const fits = (guests: number, characters: number) => TagGuests.safeParse(input(guests, characters)).success;
  expect(fits(MAX_TAGGED_AT_ONCE, MAX_TAG)).toBe(true);
  expect([fits(MAX_TAGGED_AT_ONCE + 1, 1), fits(0, 1), fits(1, MAX_TAG + 1), fits(1, 0)]).toEqual([false, false, false, false]);
});
