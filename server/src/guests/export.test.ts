import { randomUUID } from "node:crypto";
import { parseGuests } from "@turnout/contract/guest-rows";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { editQuestions } from "../events/questions.ts";
import { aGathering, answering, asGuest, asUser, createWorld } from "../testing/world.ts";
import { answerInvitation } from "./commands.ts";
import { exportWords } from "./export-words.ts";
import { guestsCsv, guestsXlsx } from "./export.ts";
import { moveOnWaitlist } from "./move-on-waitlist.ts";

const { db } = await testDatabase();
const world = createWorld(db);

test("the file has each party's place on the waitlist, as the page shows it, also after hosts have moved one", async () => {
  const gathering = await aGathering(world, { guests: 4, fields: { capacity: 1 } });
  for (const guest of gathering.guests) await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(guest));
  const moves = [{ guestId: gathering.guests[3]!.id, to: "first" as const }];
  await world.changeEvent(gathering.id, moveOnWaitlist, { commandId: randomUUID(), moves }, asUser(gathering.host));

  const [header, ...rows] = (await guestsCsv(db, gathering.id, "en"))!
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
  const column = header!.indexOf('"place"');
  expect(rows.map((row) => row[column])).toEqual(['""', '"2"', '"3"', '"1"']);
});

const [bus, dog] = ["0000000a", "0000000b"] as const;

async function aListWithEveryAnswer() {
  const gathering = await aGathering(world, { guests: 5, fields: { capacity: 3 } });
  const question = { kind: "yesNo" as const, options: [], required: false, perPerson: false, asksMaybe: true };
  const questions = [
    { ...question, id: bus, text: "Bus?" },
    { ...question, id: dog, text: "Dog?" },
  ];
  await world.changeEvent(gathering.id, editQuestions, { commandId: randomUUID(), questions }, asUser(gathering.host));
  await sql`update guests set email = replace(lower(name), ' ', '.') || '@example.org' where event_id = ${gathering.id}`.execute(db);
  const given = [
    { ...answering("going"), plusOnes: ["Bea", "Carl"], note: "See you", questionAnswers: { [bus]: [true], [dog]: [false] } },
    ...(["going", "maybe", "declined"] as const).map((answer) => answering(answer)),
  ];
  for (const [at, answer] of given.entries())
    await world.changeEvent(gathering.id, answerInvitation, answer, asGuest(gathering.guests[at]!));
  return gathering;
}

const rowsOf = (csv: string) =>
  csv
    .trim()
    .split("\r\n")
    .map((line) => line.slice(1, -1).split('","'));

test("headings and answers are in the reader's language, also of the sheet", async () => {
  const { id } = await aListWithEveryAnswer();
  const [header, ...guests] = rowsOf((await guestsCsv(db, id, "de"))!);
  expect(header!.slice(-4)).toEqual(["Link geöffnet", "Bestätigt", "Bus?", "Dog?"]);
  expect(header!.slice(0, -4).join(" ")).toBe(
    "Name E-Mail Antwort Personen Mit Nachricht Platz auf der Warteliste Geantwortet am Markierungen",
  );
  const answer = header!.indexOf("Antwort");
  expect(guests.map((row) => row[answer])).toEqual(["Dabei", "Warteliste", "Vielleicht", "Kann nicht", "Noch keine Antwort"]);
  expect(guests[0]!.slice(-2)).toEqual(["ja", "nein"]);
  const english = rowsOf((await guestsCsv(db, id, "en"))!);
  expect(english.map((row) => row[answer])).toEqual(["answer", "going", "waiting", "maybe", "declined", "none"]);
  expect(english[1]!.slice(-2)).toEqual(["yes", "no"]);
  const [german, other] = [await guestsXlsx(db, id, "de"), await guestsXlsx(db, id, "en")];
  expect(german!.equals(other!)).toBe(false);
});

test.each(["en", "de"] as const)("the import reads back what is exported: %s", async (locale) => {
  const gathering = await aListWithEveryAnswer();
  const { rows, columns, ignoredColumns } = parseGuests((await guestsCsv(db, gathering.id, locale))!);
  expect(columns.flatMap(({ field }) => field ?? [])).toEqual(["name", "email", "status", "partySize", "note", "tag"]);
  expect(columns).toHaveLength(exportWords[locale].header.length + 2);
  expect(ignoredColumns.map(({ kind }) => kind)).toContain("note");
  const read = rows.map(({ name, email, plusOnes, problems }) => [
    name,
    email,
    plusOnes,
    problems.some(({ code }) => code === "not_coming"),
  ]);
  expect(read).toEqual(gathering.guests.map(({ name }, at) => [name, `guest.${at + 1}@example.org`, at === 0 ? 2 : 0, at === 3]));
});
