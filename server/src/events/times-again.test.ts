import { AGAIN_AFTER_DAYS, type WallClock } from "@turnout/contract/events";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, createWorld } from "../testing/world.ts";
import { copyForAgain, copyOf } from "./duplicate.ts";
import { eventRow } from "./queries.ts";
import { timesAgain } from "./times-again.ts";

const evening: WallClock = { allDay: false, starts: "2027-06-18T19:00", ends: "2027-06-19T01:00", answersClose: "2027-06-16T20:00" };
const at = (today: string, times: WallClock = evening) => timesAgain(times, today);

test("an event is held again on the same day of the week, at the same time, and lasts as long", () => {
  expect(at("2027-06-19")).toEqual({
    allDay: false,
    starts: "2027-07-09T19:00",
    ends: "2027-07-10T01:00",
    answersClose: "2027-07-07T20:00",
  });
});

test("the date is the first that is AGAIN_AFTER_DAYS away, whatever day it is", () => {
  for (let past = 0; past < 400; past++) {
    const today = new Date(Date.parse("2027-06-18T00:00Z") + past * 86_400_000).toISOString().slice(0, 10);
    const { starts } = at(today);
    const away = (Date.parse(`${starts!.slice(0, 10)}T00:00Z`) - Date.parse(`${today}T00:00Z`)) / 86_400_000;
    expect(away).toBeGreaterThanOrEqual(AGAIN_AFTER_DAYS);
    expect(away).toBeLessThan(AGAIN_AFTER_DAYS + 7);
    expect(new Date(`${starts!}Z`).getUTCDay()).toBe(5);
  }
});

test("a day moves over the end of a year and of a leap February", () => {
  expect(at("2027-12-20", { allDay: true, starts: "2027-12-18", ends: "2027-12-19", answersClose: null })).toMatchObject({
    starts: "2028-01-08",
    ends: "2028-01-09",
  });
  expect(at("2028-02-14", { allDay: true, starts: "2028-02-12", ends: null, answersClose: null })).toMatchObject({ starts: "2028-03-04" });
});

test("an event that is still far away keeps its date, and one without a date has none", () => {
  expect(at("2027-01-01")).toMatchObject({ starts: evening.starts });
  expect(at("2027-06-19", { allDay: false, starts: null, ends: null, answersClose: null })).toEqual({});
});

test("a deadline that would be past is left out", () => {
  expect(at("2027-06-19", { ...evening, answersClose: "2027-05-01T20:00" })).toMatchObject({ answersClose: null });
});

test("the copy of an event that is held again has its words and a date to come, in its own zone", async () => {
  const world = createWorld((await testDatabase()).db);
  const { id } = await aGathering(world, {
    fields: { zone: "Pacific/Auckland", starts: "2027-06-18T19:00", description: "Bring a blanket" },
  });
  const row = (await eventRow(world.db, id))!;
  // On the other side of the date line it is the 20th already.
  const again = copyForAgain(row, new Date("2027-06-19T13:00Z"));
  expect(again).toMatchObject({ title: row.title, description: "Bring a blanket", zone: "Pacific/Auckland", starts: "2027-07-09T19:00" });
  expect(copyOf(row)).not.toHaveProperty("starts");
});
