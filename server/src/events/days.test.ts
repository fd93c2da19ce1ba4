import { areSeatsFinal } from "@turnout/contract/event-end";
import { formatEventTime } from "@turnout/contract/event-time";
import { instantToLocal } from "@turnout/contract/time-zones";
import { dayAfter } from "@turnout/contract/wall-clock";
import { zonesList } from "@turnout/contract/zones-list";
import fc from "fast-check";
import ICAL from "ical.js";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { calendarEvent } from "../calendar/calendar-event.ts";
import { eventCalendar } from "../calendar/ics.ts";
import { testDatabase } from "../db/test-database.ts";
import type { EventRow } from "../log/event-row.ts";
import { whenAndWhere } from "../notifications/when-and-where.ts";
import { mailTexts } from "../mail/texts.ts";
import { isOver, instantsOf, NOT_OVER } from "./is-over.ts";
import { presentDetails } from "./present.ts";
import { workedOut } from "./wall-clock.ts";

const { db } = await testDatabase();
const SECOND = 1_000;

/** Days that begin late, end twice or last 23 to 25 hours come up often: many zones change their clocks at midnight. */
const zones = ["Africa/Cairo", "Asia/Beirut", "America/Havana", "America/Santiago", "America/Nuuk", "Pacific/Apia", "Pacific/Kiritimati"];
const days = fc
  .record({
    zone: fc.oneof(fc.constantFrom(...zones), fc.constantFrom(...zonesList())),
    first: fc
      .date({ min: new Date("2026-01-01"), max: new Date("2035-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    more: fc.integer({ min: 0, max: 4 }),
    saysEnd: fc.boolean(),
  })
  .map(({ zone, first, more, saysEnd }) => {
    const last = dayAfter(first, more);
    const given = { allDay: true, starts: first, ends: more > 0 || saysEnd ? last : null, answersClose: null };
    const row = { ...workedOut(given, zone), title: "Fair", description: "", place: { kind: "later" }, status: "published", revision: 0 };
    return { zone, first, last, row: row as unknown as EventRow };
  });
/** Moments around its beginning and its end, to the second. */
const around = fc.record({
  days,
  atEnd: fc.boolean(),
  off: fc.oneof(fc.constantFrom(-SECOND, 0, SECOND), fc.integer({ min: -9e7, max: 9e7 })),
});
const momentOf = ({ days: { row }, atEnd, off }: typeof around extends fc.Arbitrary<infer T> ? T : never) =>
  new Date(new Date((atEnd ? row.ends_at : row.starts_at)!).getTime() + off);

test("an all-day event begins with its first day in its zone, and is over with its last, its waitlist too", () => {
  fc.assert(
    fc.property(around, (one) => {
      const { zone, first, last, row } = one.days;
      const now = momentOf(one);
      const today = instantToLocal(now.toISOString(), zone).slice(0, 10);
      expect(new Date(row.starts_at!) <= now).toBe(today >= first);
      expect(isOver(row, now)).toBe(today > last);
      expect(areSeatsFinal(instantsOf(row), now.getTime())).toBe(today > last);
    }),
    { numRuns: 3_000 },
  );
});

test("the database and the contract agree on which events are over", async () => {
  const some = fc.sample(around, 500).map((one) => ({ row: one.days.row, now: momentOf(one) }));
  const { rows } = await sql<{ ahead: boolean }>`
    select ${sql.raw(NOT_OVER.replace("now()", "events.now"))} as ahead
    from unnest(${some.map(({ row }) => row.starts_at)}::timestamptz[], ${some.map(({ row }) => row.ends_at)}::timestamptz[],
      ${some.map(({ now }) => now)}::timestamptz[]) with ordinality as events (starts_at, ends_at, now, place) order by place`.execute(db);
  expect(rows.map(({ ahead }) => !ahead)).toEqual(some.map(({ row, now }) => isOver(row, now)));
});

test("calendars, pages and emails show the given days to readers in every zone", () => {
  fc.assert(
    fc.property(days, fc.constantFrom(...zonesList()), ({ first, last, row }, readerZone) => {
      const details = presentDetails(row);
      const entry = calendarEvent(
        { eventId: "1", details, hosts: [] },
        { publicUrl: "https://turnout.test", calendarHost: "turnout.test", mailAddress: "a@turnout.test" },
      )!;
      const vevent = new ICAL.Component(ICAL.parse(eventCalendar(entry, { method: "PUBLISH", now: new Date(0) }))).getFirstSubcomponent(
        "vevent",
      )!;
      const value = (name: string) => vevent.getFirstPropertyValue(name)?.toString();
      expect([value("dtstart"), value("dtend")]).toEqual([first, dayAfter(last)]);

      const when = formatEventTime(details, { locale: "en-GB", readerZone })!;
      const written = (day: string) => new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));
      expect([when.start.date, when.end?.date ?? when.start.date, when.reader]).toEqual([written(first), written(last), null]);
      expect(when.start.time + (when.end?.time ?? "")).toBe("");

      const block = whenAndWhere({ ...details, place: { kind: "later" } }, { texts: mailTexts("en"), locale: "en-GB" });
      const lines = block.type === "facts" ? block.facts[0]!.lines.join(" ") : "";
      expect(lines).toContain(written(first));
      expect(lines.includes(written(last))).toBe(true);
      expect(lines).not.toMatch(/\d:\d\d/);
    }),
  );
});
