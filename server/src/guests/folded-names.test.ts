import { randomUUID } from "node:crypto";
import { folded } from "@turnout/contract/folded";
import { GuestPage } from "@turnout/contract/guests";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { aGathering, asUser, createWorld, guestViewer, hostViewer } from "../testing/world.ts";
import { allGuests, guestPage } from "./queries.ts";

const { db } = await testDatabase();
const world = createWorld(db);

const NAMES = [
  "Zoe Zimmer",
  "Ärmel Arm",
  "Özgür Yılmaz",
  "Anna Straße",
  "Émile Zola",
  "ÖSTERREICH",
  "Łukasz Nowak",
  "İbrahim Çelik",
  "Søren Kierkegaard",
  "Nguyễn Văn An",
  "Conan O’Brien",
  "Jürgen Müller",
  "ανδρέας",
  "Óscar 100%",
];

const gathering = await aGathering(world);
const guests = NAMES.map((name, index) => ({
  guestId: randomUUID(),
  name,
  email: `p${index}@example.org`,
  plusOnesAllowed: null,
  locale: null,
}));
await world.changeEvent(gathering.id, inviteGuests, { commandId: randomUUID(), guests, message: "", send: false }, asUser(gathering.host));

async function found(search: string, viewer = hostViewer(gathering)): Promise<string[]> {
  const text = await guestPage(db, gathering.id, viewer, { search, standing: null, order: "name", cursor: null });
  return GuestPage.parse(JSON.parse(text!)).guests.map(({ name }) => name);
}

test("the list sorts accented characters with the plain ones, ignoring case (DIN 5007)", async () => {
  const order = ["Anna Straße", "Ärmel Arm", "Conan O’Brien", "Émile Zola", "İbrahim Çelik", "Jürgen Müller", "Łukasz Nowak"];
  order.push("Nguyễn Văn An", "Óscar 100%", "ÖSTERREICH", "Özgür Yılmaz", "Søren Kierkegaard", "Zoe Zimmer", "ανδρέας");
  expect(await found("")).toEqual(order);
  expect((await allGuests(db, gathering.id)).map(({ name }) => name)).toEqual(order);
});

test.each([
  ["ozgur", "Özgür Yılmaz"],
  ["yilmaz", "Özgür Yılmaz"],
  ["emile", "Émile Zola"],
  ["ÉMILE", "Émile Zola"],
  ["strasse", "Anna Straße"],
  ["STRAßE", "Anna Straße"],
  ["lukasz", "Łukasz Nowak"],
  ["ibrahim", "İbrahim Çelik"],
  ["celik", "İbrahim Çelik"],
  ["soren", "Søren Kierkegaard"],
  ["nguyen van", "Nguyễn Văn An"],
  ["an nguyen", "Nguyễn Văn An"],
  ["o'brien", "Conan O’Brien"],
  ["mueller", "Jürgen Müller"],
  ["muller jurgen", "Jürgen Müller"],
  ["ΑΝΔΡΕΑΣ", "ανδρέας"],
  ["100%", "Óscar 100%"],
  ["p3@example", "Anna Straße"],
])("%s finds %s", async (search, name) => {
  expect(await found(search)).toEqual([name]);
});

test("a search without a match finds nobody, and wildcards are ordinary characters", async () => {
  for (const search of ["%%", "_", "anna zoe", String.raw`\ `]) expect(await found(search)).toEqual([]);
});

test("only hosts find guests by address", async () => {
  expect(await found("p3@example", guestViewer({ id: guests[0]!.guestId, name: "Zoe Zimmer" }))).toEqual([]);
});

test("folding is idempotent, and no character is lost", async () => {
  const { rows } = await sql<{ once: string; twice: string }>`
    select folded(chr(code)) as once, folded(folded(chr(code))) as twice
    from generate_series(33, 65533) code where code not between 55296 and 57343`.execute(db);
  expect(rows.filter(({ once, twice }) => once !== twice)).toEqual([]);
  const { rows: lost } = await sql<{ letter: string }>`
    select chr(code) as letter from generate_series(33, 591) code where folded(chr(code)) = ''`.execute(db);
  expect(lost).toEqual([]);
});

test("the same marks are left out by the database and by what compares names outside of it", async () => {
  const { rows } = await sql<{ letter: string; isLeftOut: boolean }>`
    select chr(code) as letter, folded(chr(code)) = '' as "isLeftOut"
    from generate_series(33, 65533) code where code not between 55296 and 57343`.execute(db);
  expect(rows.filter(({ isLeftOut }) => isLeftOut).length).toBeGreaterThan(100);
  expect(rows.filter(({ letter, isLeftOut }) => (folded(letter) === "") !== isLeftOut)).toEqual([]);
});
