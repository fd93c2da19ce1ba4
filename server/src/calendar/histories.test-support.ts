import { randomUUID } from "node:crypto";
import { calendarEnd } from "@turnout/contract/calendar";
import { Refusal } from "@turnout/contract/refusals";
import { dayAfter } from "@turnout/contract/wall-clock";
import ICAL from "ical.js";
import { sql } from "kysely";
import fc from "fast-check";
import PostalMime from "postal-mime";
import type { Columns } from "../db/row-types.ts";
import { testDatabase } from "../db/test-database.ts";
import { cancelEvent, editEvent } from "../events/commands.ts";
import { answerInvitation, removeGuest } from "../guests/commands.ts";
import { identitiesOf } from "../guests/queries.ts";
import { promoteWaiting } from "../guests/seats.ts";
import { inviteGuests, readmitGuest } from "../invitations/commands.ts";
import type { Job, JobHandlers, Jobs } from "../jobs/jobs.ts";
import { noJobs } from "../jobs/no-jobs.ts";
import type { KeptWallClock } from "../log/event-row.ts";
import { aMailServer } from "../mail/smtp-server.test-support.ts";
import { testApp, testSecret, testUrl } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser, type Gathering, type World } from "../testing/world.ts";
import { feedToken } from "./feed-token.ts";
import { openFeed, type FeedOwner } from "./feeds.ts";

const DAY = 86_400_000;

/** What a host or guest does with an event. */
export type Act =
  | { do: "move"; starts: string; minutes: number | null }
  | { do: "days"; first: string; days: number }
  | { do: "zone"; zone: string }
  | { do: "place"; name: string }
  | { do: "online"; url: string }
  | { do: "words"; title: string; description: string }
  | { do: "capacity"; seats: number | null }
  | { do: "answer"; guest: 0 | 1; answer: "going" | "maybe" | "declined" }
  | { do: "remove" | "readmit"; guest: 0 | 1 }
  | { do: "cancel" };

/** Zones of all kinds: daylight time of both halves, of half an hour, by rules that change, by none, with odd offsets. */
const ZONES =
  `Europe/Lisbon Europe/Berlin Europe/Dublin America/New_York America/Sao_Paulo America/Winnipeg America/St_Johns America/Santiago
  Africa/Casablanca Africa/Cairo Asia/Kathmandu Asia/Kolkata Asia/Jerusalem Asia/Tokyo Asia/Gaza
  Australia/Lord_Howe Australia/Sydney Pacific/Chatham Pacific/Apia UTC`.split(/\s+/);
const DAYS = ["2027-03-14", "2027-03-28", "2027-04-04", "2027-10-03", "2027-10-31", "2027-11-07", "2028-02-29", "2031-06-18", "2036-12-31"];

const day = fc.oneof(
  fc.constantFrom(...DAYS),
  fc.date({ min: new Date("2027-01-01"), max: new Date("2036-12-31"), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
);
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 59))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
const words = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
  fc.constantFrom("a;b,c\\n\\", "BEGIN:VEVENT", "🎉".repeat(30), "x\r\nUID:1"),
);
/** As people copy them, with what iCalendar separates by. */
const link = fc.oneof(
  fc.webUrl({ validSchemes: ["https"], withQueryParameters: true, withFragments: true }),
  fc.constantFrom("https://meet.example/a,b;c?pwd=x:y", `https://meet.example/${"j".repeat(200)}`, 'https://meet.example/ä"ö'),
);
const guest = fc.constantFrom(0 as const, 1 as const);

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("move" as const),
      starts: fc.tuple(day, clock).map((parts) => parts.join("T")),
      minutes: fc.option(fc.integer({ min: 1, max: 4_000 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("days" as const), first: day, days: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("zone" as const), zone: fc.constantFrom(...ZONES) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("place" as const), name: words }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("online" as const), url: link }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("words" as const), title: words, description: words }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("capacity" as const), seats: fc.constantFrom(1, 2, null) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("answer" as const),
      guest,
      answer: fc.constantFrom("going" as const, "maybe" as const, "declined" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("remove" as const, "readmit" as const), guest }) },
  { weight: 1, arbitrary: fc.constant({ do: "cancel" as const }) },
);
export const aHistory: fc.Arbitrary<Act[]> = fc.array(act, { minLength: 4, maxLength: 12 });

/** What a reader must find in a calendar. Days are the first one and the one after the last. */
export interface Expected {
  uid: string;
  start: string;
  end: string;
  sequence: number;
  isCancelled: boolean;
}

export interface Emitted {
  /** Who gets it how: a mailbox, the file, a feed. Within one, entries follow each other. */
  channel: string;
  text: string;
  /** Null: no entry. */
  expected: Expected | null;
  /** Emails may have a higher SEQUENCE than the event: one that lets a guest in again follows one that removed them. */
  sequenceIsLeast?: boolean;
}

type EventState = Columns<"events", "starts_at" | "ends_at" | "all_day" | "revision" | "status"> & { wall_clock: KeptWallClock };

/** A server whose mail is delivered when the test says so, with everything that its calendars are written to. */
export async function openHistories(inboundAddress: string | null) {
  const { db, url } = await testDatabase();
  const post = await aMailServer();
  const waiting: Job[] = [];
  const clockNow = { at: Date.now() };
  let handlers: JobHandlers;
  const jobs: Jobs = {
    ...noJobs,
    // Those of another day, such as reminders, are not due in a test, nor are digests.
    enqueue: async (_run, more) =>
      void waiting.push(
        ...more.filter(({ name, startAfter }) => name !== "sendDigests" && (!startAfter || startAfter.getTime() < Date.now() + DAY)),
      ),
    work: async (given) => void (handlers = given as JobHandlers),
  };
  const app = await testApp({
    database: { db, url, embedded: false, close: async () => {} },
    jobs,
    smtpUrl: post.url,
    mailFrom: "Turnout <hello@mail.turnout.test>",
    inboundAddress,
    now: () => new Date(clockNow.at),
  });
  await app.work();
  const { changeEvent } = app.deps;
  const world = app.deps as unknown as World;
  const edit = editEvent({ needs: [], afterEdit: promoteWaiting });
  const c = () => ({ commandId: randomUUID() });

  async function mailed(): Promise<{ to: string; text: string }[]> {
    post.received.length = 0;
    for (let job = waiting.shift(); job; job = waiting.shift()) await handlers[job.name](job.payload as never, { willBeRetried: false });
    const mails = await Promise.all(
      post.received.map(async ({ to, raw }) => ({ to, mail: await PostalMime.parse(raw, { attachmentEncoding: "utf8" }) })),
    );
    // As the mail has them: its parser ends the lines of a text in another way, with which ical4j takes no fold after an equals sign.
    const asSent = (content: unknown) => (content as string).replaceAll(/\r?\n/g, "\r\n");
    return mails.flatMap(({ to, mail }) => mail.attachments.map(({ content }) => ({ to: to[0]!, text: asSent(content) })));
  }

  const read = (path: string) => app.server.inject({ method: "GET", url: path, headers: { host: new URL(testUrl).host } });
  const addressOf = async (owner: FeedOwner) => `/calendar/${feedToken(testSecret, await openFeed(db, owner, false))}.ics`;

  async function wasRemoved(guestId: string): Promise<boolean> {
    const { rows } = await sql<Columns<"guests", "removed_at">>`select removed_at from guests where id = ${guestId}`.execute(db);
    return rows[0]!.removed_at !== null;
  }

  async function expectedOf(event: Gathering): Promise<Expected> {
    const { rows } = await sql<EventState>`select * from events where id = ${event.id}`.execute(db);
    const { starts_at, ends_at, all_day, revision, status, wall_clock } = rows[0]!;
    const start = starts_at!.toISOString();
    const hours = { start, end: calendarEnd({ start, end: ends_at && ends_at.toISOString() }) };
    const days = all_day && { start: wall_clock.starts!, end: dayAfter(wall_clock.ends ?? wall_clock.starts!) };
    return { uid: `${event.id}@turnout.test`, ...(days || hours), sequence: revision, isCancelled: status === "cancelled" };
  }

  function doAct(event: Gathering, one: Act): Promise<unknown> {
    const host = asUser(event.host);
    const save = (fields: object) => changeEvent(event.id, edit, { ...c(), fields, override: true }, host);
    switch (one.do) {
      case "move":
        return save({ allDay: false, starts: one.starts, ends: one.minutes && localAfter(one.starts, one.minutes) });
      case "days":
        return save({ allDay: true, starts: one.first, ends: dayAfter(one.first, one.days - 1) });
      case "zone":
        return save({ zone: one.zone });
      case "place":
        return save({ place: { kind: "place", name: one.name, address: "" } });
      case "online":
        return save({ place: { kind: "online", url: one.url } });
      case "words":
        return save({ title: one.title, description: one.description });
      case "capacity":
        return save({ capacity: one.seats });
      case "answer":
        return changeEvent(event.id, answerInvitation, answering(one.answer), asGuest(event.guests[one.guest]!));
      case "remove":
        return changeEvent(event.id, removeGuest, { ...c(), guestId: event.guests[one.guest]!.id }, host);
      case "readmit":
        return readmit(event, event.guests[one.guest]!.id);
      case "cancel":
        return changeEvent(event.id, cancelEvent, { ...c(), note: "" }, host);
    }
  }

  async function readmit({ id, host }: Gathering, guestId: string) {
    return changeEvent(id, readmitGuest, { ...c(), guestId, ...(await identitiesOf(db, id, guestId)) }, asUser(host));
  }

  /** Plays a history, and returns all calendars that were written meanwhile, in their order. */
  async function play(acts: Act[]): Promise<Emitted[]> {
    const event = await aGathering(world, { fields: { visibility: "public", zone: "Europe/Lisbon" } });
    const guests = [0, 1].map((at) => ({
      guestId: randomUUID(),
      name: `Guest ${at}`,
      email: `${randomUUID()}@example.org`,
      plusOnesAllowed: null,
      locale: null,
    }));
    await changeEvent(event.id, inviteGuests, { ...c(), guests, message: "", send: true }, asUser(event.host));
    event.guests = guests.map(({ guestId, name }) => ({ id: guestId, name }));
    const feeds = {
      host: await addressOf({ userId: event.host.id, eventId: null }),
      guest: await addressOf({ eventId: event.id, guestId: guests[0]!.guestId, accessVersion: 1, madeBy: null }),
    };
    const emitted: Emitted[] = [];
    const told = new Map<string, Expected>();
    for (const one of [null, ...acts]) {
      clockNow.at += 60_000;
      if (one) await doAct(event, one).catch(passRefusal);
      const expected = await expectedOf(event);
      for (const { to, text } of await mailed()) {
        const isRemoved = await wasRemoved(guests.find(({ email }) => email === to)!.guestId);
        // Whoever is removed learns of no move that they were not told of before, as after they declined.
        const times = (isRemoved && told.get(to)) || expected;
        const { start, end } = times;
        told.set(to, times);
        emitted.push({
          channel: `mail to ${to}`,
          text,
          expected: { ...expected, start, end, isCancelled: expected.isCancelled || isRemoved },
          sequenceIsLeast: true,
        });
      }
      emitted.push({ channel: "file", text: (await read(`/api/events/${event.id}/calendar.ics`)).body, expected });
      emitted.push({ channel: "feed of the host", text: (await read(feeds.host)).body, expected });
      const ofGuest = await read(feeds.guest);
      const isThere = ofGuest.statusCode === 200 && ofGuest.body.includes("BEGIN:VEVENT");
      if (ofGuest.statusCode === 200) emitted.push({ channel: "feed of a guest", text: ofGuest.body, expected: isThere ? expected : null });
    }
    return emitted;
  }

  return { play };
}

const localAfter = (local: string, minutes: number) => new Date(Date.parse(`${local}Z`) + minutes * 60_000).toISOString().slice(0, 16);

/** A rule of the product may refuse any act, such as an answer to an event that is over. */
function passRefusal(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

/** What ical.js finds in a calendar, in the form in which it is expected. */
export function foundBy(text: string): Expected[] {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((entry) => {
    const time = (name: string) => {
      const value = entry.getFirstPropertyValue(name) as ICAL.Time;
      return value.isDate ? value.toString() : new Date(value.toUnixTime() * 1_000).toISOString();
    };
    return {
      uid: String(entry.getFirstPropertyValue("uid")),
      start: time("dtstart"),
      end: time("dtend"),
      sequence: Number(entry.getFirstPropertyValue("sequence")),
      isCancelled: calendar.getFirstPropertyValue("method") === "CANCEL" || entry.getFirstPropertyValue("status") === "CANCELLED",
    };
  });
}

/** What is wrong with a series of calendars; empty: nothing. */
export function faultsOf(emitted: Emitted[]): string[] {
  const faults: string[] = [];
  const last = new Map<string, Expected>();
  for (const [at, { channel, text, expected, sequenceIsLeast }] of emitted.entries()) {
    const found = foundBy(text);
    const sequence = sequenceIsLeast ? Math.max(expected?.sequence ?? 0, found[0]?.sequence ?? 0) : expected?.sequence;
    const wanted = expected ? [{ ...expected, sequence }] : [];
    if (JSON.stringify(found) !== JSON.stringify(wanted))
      faults.push(`${at}, ${channel}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
    const [entry] = found;
    const before = last.get(channel);
    if (!entry) continue;
    last.set(channel, entry);
    if (!before) continue;
    const isNew = (["start", "end", "isCancelled"] as const).some((field) => entry[field] !== before[field]);
    if (entry.uid !== before.uid) faults.push(`${at}, ${channel}: another UID`);
    if (isNew ? entry.sequence <= before.sequence : entry.sequence < before.sequence)
      faults.push(`${at}, ${channel}: SEQUENCE ${entry.sequence} after ${before.sequence}`);
  }
  return faults;
}
