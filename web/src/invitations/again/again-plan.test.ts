import type { ListedGuest, Standing } from "@turnout/contract/guests";
import { parseGuests } from "@turnout/contract/guest-rows";
import { expect, test } from "vitest";
import { againFile, chosenAgain } from "./again-plan.ts";

const guest = (name: string, standing: Standing, arrived = 0): ListedGuest => ({
  guestId: name,
  name,
  email: `${name.toLowerCase()}@example.org`,
  standing,
  partySize: 1,
  plusOnes: [],
  note: "",
  ticket: null,
  source: "invited",
  answeredAt: null,
  arrived,
});
const guests = [guest("Ada", "going", 1), guest("Bob", "waiting"), guest("Cleo", "none"), guest("Dan", "declined", 1)];
const namesOf = (...chosen: Parameters<typeof chosenAgain>) => chosenAgain(...chosen).map(({ name }) => name);

test("guests are chosen by what they answered, or by having come whatever they answered", () => {
  expect(namesOf(guests, new Set(["going"]), new Set())).toEqual(["Ada", "Bob"]);
  expect(namesOf(guests, new Set(["came"]), new Set())).toEqual(["Ada", "Dan"]);
  expect(namesOf(guests, new Set(["silent", "declined"]), new Set(["Dan"]))).toEqual(["Cleo"]);
});

test("their file is read as those people, whatever their names have in them", async () => {
  const people = [
    { name: 'Kim "O" Brien', email: "kim@example.org" },
    { name: "=SUM(A1)", email: "sum@example.org" },
    { name: "Only Name", email: null },
  ];
  const { rows } = parseGuests(await againFile("Picnic", people).text());
  expect(rows.map(({ name, email }) => [name, email])).toEqual(people.map(({ name, email }) => [name, email]));
});
