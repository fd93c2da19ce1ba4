import { randomUUID } from "node:crypto";
import type { EventFields } from "@turnout/contract/events";
import type { Answer } from "@turnout/contract/guests";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../clock.ts";
import { connect } from "../db/connect.ts";
import { testDatabase } from "../db/test-database.ts";
import { cancelEvent } from "../events/commands.ts";
import { testApp } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser, createWorld } from "../testing/world.ts";
import { until } from "../testing/until.ts";
import { answerInvitation, removeGuest } from "./commands.ts";
import { EXPECTED_AFTER, EXPECTED_BEFORE, expectedConnections } from "./expected-connections.ts";
import { EXPECTED_INTERVAL, watchExpectedConnections } from "./watch-expected-connections.ts";

const { db, url } = await testDatabase();
const opened = Date.parse("2040-06-01T12:00:00Z");
const world = createWorld(db, () => new Date(opened));

/** An event that begins then, with guests who have answered so; the last ones are silent. */
async function anEvent(day: string, answers: Answer[], { silent = 0, plusOnes = 0, fields = {} as EventFields } = {}) {
  const gathering = await aGathering(world, {
    guests: answers.length + silent,
    fields: { starts: `${day}T19:00`, zone: "UTC", ...fields },
  });
  for (const [at, answer] of answers.entries())
    await world.changeEvent(
      gathering.id,
      answerInvitation,
      answering(answer, answer === "going" ? plusOnes : 0),
      asGuest(gathering.guests[at]!),
    );
  return gathering;
}

const expectedAt = (day: string, offset = 0) => expectedConnections(db, new Date(Date.parse(`${day}T19:00:00Z`) + offset));

test("whoever has answered and not declined is expected once, however many come along", async () => {
  const day = "2040-07-01";
  await anEvent(day, ["going", "maybe", "declined"], { silent: 2, plusOnes: 3 });
  expect(await expectedAt(day)).toBe(2);
  await anEvent(day, ["going", "going"], { fields: { capacity: 1, waitlist: true } });
  expect(await expectedAt(day), "one of them waits for a seat").toBe(4);
});

test("guests are expected from half an hour before the start until a quarter after it, whichever event they go to", async () => {
  const day = "2040-07-02";
  await anEvent(day, ["going"]);
  const counts = [-EXPECTED_BEFORE - 1_000, -EXPECTED_BEFORE, 0, EXPECTED_AFTER, EXPECTED_AFTER + 1_000].map((offset) =>
    expectedAt(day, offset),
  );
  expect(await Promise.all(counts)).toEqual([0, 1, 1, 1, 0]);
});

test("nobody is expected who was removed, at an event that is called off or not published yet, or on a whole day", async () => {
  const day = "2040-07-03";
  const { id, host, guests } = await anEvent(day, ["going", "going"]);
  await world.changeEvent(id, removeGuest, { commandId: randomUUID(), guestId: guests[0]!.id }, asUser(host));
  expect(await expectedAt(day)).toBe(1);
  await world.changeEvent(id, cancelEvent, { commandId: randomUUID(), note: "" }, asUser(host));
  await aGathering(world, { published: false, fields: { starts: `${day}T19:00`, zone: "UTC" } });
  await anEvent(day, ["going"], { fields: { allDay: true, starts: day } });
  expect(await expectedAt(day)).toBe(0);
  expect(await expectedAt(day, -19 * 3_600_000)).toBe(0);
});

test("whoever asks within the interval gets the same count, later a new one; what failed is counted anew", async () => {
  const day = "2040-07-04";
  await anEvent(day, ["going"]);
  let time = 0;
  const clock = { ...systemClock, now: () => time };
  const count = watchExpectedConnections({ db, now: () => new Date(`${day}T19:00:00Z`), clock });
  expect(await count()).toBe(1);
  await anEvent(day, ["going"]);
  time = EXPECTED_INTERVAL - 1;
  expect(await count()).toBe(1);
  time = EXPECTED_INTERVAL;
  expect(await count()).toBe(2);
  const failing = watchExpectedConnections({ db: connect("postgres://turnout@127.0.0.1:9/turnout"), now: () => new Date(), clock });
  const failed = failing();
  await expect(failed).rejects.toThrow("ECONNREFUSED");
  const again = failing();
  expect(again).not.toBe(failed);
  await expect(again).rejects.toThrow("ECONNREFUSED");
});

test("a worker exports the count among its metrics; a process that is none has no figure, which is not the figure 0", async () => {
  const day = "2040-07-05";
  await anEvent(day, ["going", "maybe"]);
  const database = { db, url, embedded: false, close: async () => {} };
  const app = await testApp({ database, now: () => new Date(`${day}T18:50:00Z`) });
  const exported = async () => (await app.metrics.registry.metrics()).match(/^turnout_events_expected_connections .*$/m)?.[0];
  expect(await exported()).toBeUndefined();
  await app.work();
  onTestFinished(() => app.stop(0));
  await until(async () => expect(await exported()).toBe("turnout_events_expected_connections 2"));
});

test("a worker that is stopped while it starts counts nothing any more", async () => {
  const database = { db, url, embedded: false, close: async () => {} };
  const now = () => new Date("2040-07-05T18:50:00Z");
  const app = await testApp({ database, now });
  const started = app.work();
  await app.stop(0);
  await started.catch(() => {});
  await expectedAt("2040-07-05"); // a count that had begun would have been made by now
  expect(await app.metrics.registry.metrics()).not.toMatch(/^turnout_events_expected_connections /m);
});
