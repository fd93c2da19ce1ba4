import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, createWorld, hostViewer } from "../testing/world.ts";
import { calendarEvent } from "./calendar-event.ts";
import { eventCalendar } from "./ics.ts";

const { db } = await testDatabase();
const world = createWorld(db);

test("an event in a zone that is no longer known has a calendar file, in UTC", async () => {
  const gathering = await aGathering(world);
  await sql`update events set zone = 'US/Pacific-New', wall_clock = null where id = ${gathering.id}`.execute(db);
  const snapshot = (await world.snapshot(gathering.id, hostViewer(gathering)))!;
  const sender = { publicUrl: "https://turnout.example", calendarHost: "turnout.example", mailAddress: "hello@turnout.example" };
  const event = calendarEvent(snapshot, sender)!;
  const file = eventCalendar(event, { method: "PUBLISH", now: new Date() });
  const start = `${snapshot.details.startsAt!.slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
  expect(file).toContain(`DTSTART:${start}`);
});
