import { randomUUID } from "node:crypto";
import type { StillComing } from "@turnout/contract/events";
import { ReminderKind } from "@turnout/contract/reminders";
import { Refusal } from "@turnout/contract/refusals";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { cancelEvent, editEvent } from "../events/commands.ts";
import { answerInvitation, removeGuest } from "../guests/commands.ts";
import { confirmComing } from "../guests/confirming.ts";
import { promoteWaiting } from "../guests/seats.ts";
import { waitlist } from "../guests/tables.ts";
import { inviteGuests, readmitGuest } from "../invitations/commands.ts";
import { openJobs, type Job } from "../jobs/jobs.ts";
import { rowsOf } from "../jobs/job-rows.ts";
import { createEventWriter } from "../log/change-event.ts";
import { rowsWhere } from "../log/event-table.ts";
import { createPostgresStore } from "../log/postgres-store.ts";
import { createOutbox, type QueueMail } from "../mail/outbox.ts";
import { addressHash, eventScope, suppress } from "../mail/suppression.ts";
import { messageIdOf, type FinishedMail } from "../mail/transport.ts";
import { afterFile } from "../testing/after-file.ts";
import { testSecret, testUrl } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser, createWorld } from "../testing/world.ts";
import { until } from "../testing/until.ts";
import { zoneFormat } from "../testing/zone-format.ts";
import type { RemindGuests } from "./job-payloads.ts";
import { enqueueCausedJobs } from "./jobs-for.ts";
import { notificationJobs } from "./jobs.ts";
import { inviting, guestsToInvite } from "./mail-pipeline.test-support.ts";
import { queueReminders } from "./reminder-jobs.ts";

const { db, url } = await testDatabase();
const edit = editEvent({ needs: [rowsWhere(waitlist)], afterEdit: promoteWaiting });
const MINUTE = 60_000;
const GUESTS = 4;
const [SEATS, BEGINNING] = [2, Date.parse("2030-03-25T12:00:00Z")];

/** How a scene can be broken, to show that its judge sees it. */
interface Faults {
  /** Each email counts as another: nothing keeps it from going out again. */
  forgetsCauses?: true;
  losesJobs?: true;
  /** The worker's clock stands still. */
  clockStands?: true;
}

type Step =
  | { do: "wait"; minutes: number; workers: "up" | "down" | "two" | "crash" }
  | { do: "move"; days: number; minutes: number }
  | { do: "zone"; zone: string }
  | { do: "allDay"; on: boolean }
  | { do: "switch"; kind: "dayBefore" | "hoursBefore"; on: boolean }
  | { do: "answer"; guest: number; answer: "going" | "maybe" | "declined" }
  | { do: "ask"; when: StillComing }
  | { do: "remove" | "readmit" | "unsubscribe" | "confirm"; guest: number }
  | { do: "cancel" | "restart" };

/** One event on a clock of its own, its jobs, and a judge that works out by itself who has to be reminded when. */
async function aScene(faults: Faults = {}) {
  let clock = BEGINNING;
  const now = () => new Date(clock);
  const queued = new Map<string, Job>();
  const ended = new Set<string>();
  const sent: (FinishedMail & { at: number })[] = [];
  const enqueue = async (_run: unknown, jobs: Job[]) => {
    for (const job of jobs) {
      if (job.name === "remindGuests" && faults.losesJobs) continue;
      if (job.name !== "remindGuests" && job.name !== "sendMail") continue;
      const id = (rowsOf(job.name, [job])[0] as { id?: string }).id ?? randomUUID();
      if (!ended.has(id)) queued.set(id, queued.get(id) ?? job);
    }
  };
  const world = createWorld(db, now);
  const store = createPostgresStore(db, [enqueueCausedJobs(enqueue)]);
  const changeEvent = createEventWriter({ store, now, hint: () => {} });
  const fields = { starts: "2030-03-31T19:00", zone: "Europe/Berlin", capacity: SEATS };
  const { id, host } = await aGathering({ ...world, changeEvent }, { fields });
  const guests = guestsToInvite(GUESTS).map((guest) => ({ ...guest, email: `${guest.guestId}@example.org` }));
  await changeEvent(id, inviteGuests, inviting(guests, false), asUser(host));

  const outbox = createOutbox(enqueue);
  const queueMail: QueueMail = faults.forgetsCauses
    ? (tx, ...mails) => outbox(tx, ...mails.map((mail) => ({ ...mail, cause: `${mail.cause} ${randomUUID()}` })))
    : outbox;
  const deps = {
    db,
    enqueue,
    queueMail,
    changeEvent,
    transport: { send: async (mail: FinishedMail) => void sent.push({ ...mail, at: clock }), close: () => {} },
    publicUrl: testUrl,
    calendarHost: "turnout.test",
    mailAddress: "turnout@turnout.test",
    inboundAddress: null,
    secret: testSecret,
    now: faults.clockStands ? () => new Date("2030-03-31T16:30:00Z") : now,
    mailAllowance: null,
  };
  const handlers = notificationJobs(deps);
  const dying = notificationJobs({
    ...deps,
    queueMail: async (tx, ...mails) => {
      await queueMail(tx, ...mails);
      throw new Error("the worker dies");
    },
  });

  async function perform(job: Job, workers: string) {
    const once = (by = handlers) => by[job.name as "remindGuests"](job.payload as never, { willBeRetried: true });
    if (job.name === "remindGuests" && workers === "crash") await once(dying).catch(() => {});
    await Promise.all(job.name === "remindGuests" && workers === "two" ? [once(), once()] : [once()]);
    if (job.name === "remindGuests" && workers === "crash") await once(); // it was done, and nobody could say so
  }

  async function runDue(workers: string) {
    for (let found = due(); found; found = due()) {
      const [jobId, job] = found;
      queued.delete(jobId);
      if (job.startAfter) ended.add(jobId);
      await perform(job, workers);
    }
  }
  const due = () => [...queued].find(([, { startAfter }]) => !startAfter || startAfter.getTime() <= clock);

  let lastRun = clock;
  let scheduledAt = clock;
  /** Runs what is due, and judges it against what was to be done since the last time. */
  async function run(workers: string) {
    const expected = await remindersDue();
    await runDue(workers);
    for (const key of expected) expect(await keysSent(), "everyone who is to be reminded was").toContain(key);
    lastRun = clock;
  }

  /** Who is to be reminded now, by this file's own reading of the rules. */
  async function remindersDue(): Promise<string[]> {
    const { event, rows } = await state();
    const times = timesOf(event);
    const people = rows.filter(
      ({ id: guest, standing, gone }) => !gone && ["going", "waiting"].includes(standing) && !unsubscribed.has(guest),
    );
    return ReminderKind.options.flatMap((kind) => {
      const at = times[kind];
      const isTime = at !== null && at > scheduledAt && at > lastRun && at <= clock && clock < endsOf(kind, event, times);
      const whom = kind === "stillComing" ? people.filter((guest) => isUnconfirmed(guest, event)) : people;
      return isTime && event.on[kind] && event.status === "published" ? whom.map((guest) => `${guest.id} ${kind} ${dayOf(event)}`) : [];
    });
  }

  const unsubscribed = new Set<string>();
  async function state() {
    const found = await sql<{
      starts_at: Date;
      zone: string;
      all_day: boolean;
      status: string;
      day: boolean;
      hours: boolean;
      asks: StillComing;
    }>`
      select starts_at, zone, all_day, status, day_before_reminder as day, hours_before_reminder as hours, still_coming as asks from events where id = ${id}`.execute(
      db,
    );
    const { starts_at, zone, all_day, status, day, hours, asks } = found.rows[0]!;
    const rows = await sql<Listed & { gone: boolean; email: string }>`
      select id, standing, removed_at is not null as gone, email, confirmed_for from guests where event_id = ${id}`.execute(db);
    return {
      event: {
        start: starts_at.getTime(),
        zone,
        allDay: all_day,
        status,
        asks,
        on: { stillComing: asks === "twoDaysBefore" || (asks === "dayBefore" && !day), dayBefore: day, hoursBefore: hours },
      },
      rows: rows.rows,
    };
  }

  async function keysSent(): Promise<string[]> {
    const found = await sql<{ cause: string; kind: string }>`
      select cause, kind from mails where kind = 'reminder' and split_part(cause, ':', 2) = ${id} and state = 'sent'`.execute(db);
    return found.rows.map(({ cause }) => cause.split(":").slice(2).join(" ").split(" ").slice(0, 3).join(" "));
  }

  /** Nobody is reminded twice of the same, and every email was true when it went out. */
  let judged = 0;
  async function judge() {
    const keys = await keysSent();
    expect(keys.length, "nobody is reminded twice").toBe(new Set(keys).size);
    const { event, rows } = await state();
    const times = timesOf(event);
    for (const mail of sent.slice(judged)) {
      const guest = rows.find(({ email }) => email === mail.to)!;
      const kind = (await kindOf(mail))!;
      expect(event.status, "an event that is on").toBe("published");
      expect(event.on[kind], "a reminder that is wanted").toBe(true);
      expect(mail.at, "not early").toBeGreaterThanOrEqual(times[kind] ?? Infinity);
      expect(mail.at, "not late").toBeLessThan(endsOf(kind, event, times));
      expect(unsubscribed.has(guest.id), "nobody who unsubscribed").toBe(false);
      expect(["going", "waiting"], "only whoever comes or waits").toContain(guest.standing);
      const isAsked = times.stillComing !== null && mail.at >= times.stillComing && isUnconfirmed(guest, event);
      if (kind === "stillComing") expect(isAsked, "only whoever has not said that they still come").toBe(true);
      expect(mail.subject.startsWith("Still coming? "), "whoever is to be asked is").toBe(isAsked);
      expect(/waitlist/.test(mail.subject), "true words of where they stand").toBe(guest.standing === "waiting");
      expect(mail.subject, "true words of the day").toMatch(new RegExp(`^(Still coming\\? )?${dayWord(mail.at, event)}\\b`));
      if (!event.allDay)
        expect(hoursOf(event), "true words of the hour").toContain(/ at ([^:]+:\d\d(?:\sPM|\sAM)?):/.exec(mail.subject)?.[1]);
      expect(mail.calendar, "nothing for the calendar").toBeNull();
    }
    judged = sent.length;
  }
  async function kindOf({ messageId }: FinishedMail): Promise<ReminderKind | undefined> {
    const found = await sql<{
      cause: string;
    }>`select cause from mails where kind = 'reminder' and split_part(cause, ':', 2) = ${id}`.execute(db);
    const cause = found.rows.find((one) => messageIdOf(one.cause, new URL(testUrl).hostname) === messageId)?.cause;
    return cause?.split(":")[3]?.split(" ")[0] as ReminderKind | undefined;
  }

  async function wait(minutes: number, workers: string) {
    const until = clock + minutes * MINUTE;
    if (workers !== "down") {
      await run(workers);
      await judge();
      for (let next = await nextDue(until); next !== undefined; next = await nextDue(until)) {
        clock = next;
        await run(workers);
        await judge();
      }
    }
    clock = until;
    if (workers === "down") return;
    await run(workers);
    await judge();
  }
  /** When jobs are due, and when this file says that they ought to be. */
  async function nextDue(until: number): Promise<number | undefined> {
    const wanted = Object.values(timesOf((await state()).event)).filter((at) => at !== null && at > clock) as number[];
    const jobs = [...queued.values()].map(({ startAfter }) => startAfter?.getTime() ?? clock);
    return [...wanted, ...jobs].filter((at) => at <= until).toSorted((one, other) => one - other)[0];
  }

  const asHost = asUser(host);
  const change = (eventFields: object) => {
    scheduledAt = clock;
    return changeEvent(id, edit, { commandId: randomUUID(), fields: eventFields }, asHost);
  };
  const steps: { [Name in Step["do"]]: (step: Extract<Step, { do: Name }>) => Promise<unknown> } = {
    wait: ({ minutes, workers }) => wait(minutes, workers),
    async move({ days, minutes }) {
      const { event } = await state();
      const moved = new Date(Date.parse("2030-03-31T00:00Z") + days * 1_440 * MINUTE + minutes * MINUTE).toISOString();
      return change({ starts: moved.slice(0, event.allDay ? 10 : 16) });
    },
    zone: ({ zone }) => change({ zone }),
    allDay: ({ on }) => change({ allDay: on }),
    ask: ({ when }) => change({ stillComing: when }),
    async confirm({ guest }) {
      const day = dayOf((await state()).event);
      return changeEvent(id, confirmComing, { commandId: randomUUID(), day }, asGuest({ id: guests[guest]!.guestId, name: "" }));
    },
    switch: ({ kind, on }) => change({ [`${kind}Reminder`]: on }),
    answer: ({ guest, answer }) => changeEvent(id, answerInvitation, answering(answer), asGuest({ id: guests[guest]!.guestId, name: "" })),
    remove: ({ guest }) => changeEvent(id, removeGuest, { commandId: randomUUID(), guestId: guests[guest]!.guestId }, asHost),
    readmit: ({ guest }) =>
      changeEvent(
        id,
        readmitGuest,
        { commandId: randomUUID(), guestId: guests[guest]!.guestId, email: null, userId: null } as never,
        asHost,
      ),
    async unsubscribe({ guest }) {
      const { guestId, email } = guests[guest]!;
      unsubscribed.add(guestId);
      await suppress(db, { hash: addressHash(testSecret, email), scope: eventScope(id) });
    },
    cancel: () => changeEvent(id, cancelEvent, { commandId: randomUUID(), note: "" }, asHost),
    // What a process does when it starts, and every hour. Other scenes' events have other clocks.
    restart: () =>
      queueReminders(
        db,
        (run, jobs) =>
          enqueue(
            run,
            jobs.filter(({ payload }) => payload["eventId"] === id),
          ),
        now(),
      ),
  };

  return {
    id,
    sent,
    async play(script: Step[]) {
      for (const step of script)
        await steps[step.do](step as never).catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error; // nothing has changed
        });
      return sent.length;
    },
  };
}

interface Listed {
  id: string;
  standing: string;
  confirmed_for: string | null;
}
interface Scheduled {
  start: number;
  zone: string;
  allDay: boolean;
  asks: StillComing;
  on: Record<ReminderKind, boolean>;
}

/** By the runtime's zone data: `2030-03-31 19:00`. */
const localOf = (at: number, zone: string) => writtenLocal(at, zone).slice(0, 16);
const writtenLocal = zoneFormat("sv-SE", { dateStyle: "short", timeStyle: "short" });
const dayOf = ({ start, zone }: Scheduled) => localOf(start, zone).slice(0, 10);
const isUnconfirmed = ({ standing, confirmed_for }: Listed, event: Scheduled) => standing === "going" && confirmed_for !== dayOf(event);
const dayBefore = (day: string) => new Date(Date.parse(`${day}T00:00Z`) - 1_440 * MINUTE).toISOString().slice(0, 10);

function timesOf(event: Scheduled): Record<ReminderKind, number | null> {
  const clock = event.allDay ? "09:00" : localOf(event.start, event.zone).slice(11);
  const around = Array.from({ length: 54 * 4 }, (_, quarter) => event.start - 54 * 60 * MINUTE + quarter * 15 * MINUTE);
  const at = (day: string) => around.find((one) => localOf(one, event.zone) === `${day} ${clock}`) ?? null;
  const first = dayBefore(dayOf(event));
  const asked = { off: null, dayBefore: at(first), twoDaysBefore: at(dayBefore(first)) };
  return { stillComing: asked[event.asks], dayBefore: at(first), hoursBefore: event.allDay ? null : event.start - 120 * MINUTE };
}
function endsOf(kind: ReminderKind, event: Scheduled, times: Record<ReminderKind, number | null>): number {
  const hoursBefore = kind !== "hoursBefore" && event.on.hoursBefore ? (times.hoursBefore ?? event.start) : event.start;
  return kind === "stillComing" && event.on.dayBefore ? (times.dayBefore ?? hoursBefore) : hoursBefore;
}
/** As Europe writes it, and the United States. */
const hoursOf = ({ start, zone }: Scheduled) =>
  ["en-GB", "en-US"].map((locale) => new Intl.DateTimeFormat(locale, { timeZone: zone, timeStyle: "short" }).format(start));
function dayWord(at: number, event: Scheduled): string {
  const today = localOf(at, event.zone).slice(0, 10);
  if (today !== dayOf(event) && today !== dayBefore(dayOf(event)))
    return new Intl.DateTimeFormat("en", { timeZone: event.zone, weekday: "long" }).format(event.start);
  return today === dayOf(event) ? "Today" : "Tomorrow";
}

const guest = fc.nat({ max: GUESTS - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      minutes: fc.integer({ min: 1, max: 3_000 }),
      workers: fc.constantFrom("up", "two", "crash", "down"),
    }),
    weight: 6,
  },
  {
    arbitrary: fc.record({ do: fc.constant("answer" as const), guest, answer: fc.constantFrom("going", "going", "maybe", "declined") }),
    weight: 5,
  },
  // Quarters of an hour by day, in the week in which clocks are changed: none is skipped.
  {
    arbitrary: fc.record({
      do: fc.constant("move" as const),
      days: fc.integer({ min: -2, max: 3 }),
      minutes: fc.integer({ min: 36, max: 90 }).map((quarter) => quarter * 15),
    }),
    weight: 3,
  },
  fc.record({
    do: fc.constant("zone" as const),
    zone: fc.constantFrom("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Kiritimati"),
  }),
  fc.record({ do: fc.constant("allDay" as const), on: fc.boolean() }),
  fc.record({ do: fc.constant("switch" as const), kind: fc.constantFrom("dayBefore", "hoursBefore"), on: fc.boolean() }),
  {
    arbitrary: fc.record({ do: fc.constant("ask" as const), when: fc.constantFrom("off", "dayBefore", "twoDaysBefore", "twoDaysBefore") }),
    weight: 3,
  },
  { arbitrary: fc.record({ do: fc.constant("confirm" as const), guest }), weight: 3 },
  fc.record({ do: fc.constantFrom("remove" as const, "readmit" as const, "unsubscribe" as const), guest }),
  { arbitrary: fc.constant({ do: "restart" as const }), weight: 1 },
  { arbitrary: fc.constant({ do: "cancel" as const }), weight: 1 },
);
const come: Step[] = [0, 1, 2].map((number) => ({ do: "answer", guest: number, answer: "going" }));
const overBoth: Step[] = [{ do: "wait", minutes: 8 * 1_440, workers: "two" }];

test("whatever moves and whoever fails, each reminder reaches whoever it is true for, in time and once", async () => {
  let reminded = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 20 }), async (script) => {
      reminded += await (await aScene()).play([...come, ...script, ...overBoth]);
    }),
    { numRuns: 40 },
  );
  expect(reminded).toBeGreaterThan(40); // it was about something
});

test("two go, one waits: a day and two hours before, each hears once where they stand", async () => {
  const scene = await aScene();
  await scene.play([...come, ...overBoth]);
  const heard = scene.sent.map(({ subject, at }) => `${new Date(at).toISOString()} ${subject}`).toSorted();
  // In Berlin summer time begins in the night between.
  expect(heard).toEqual([
    "2030-03-30T18:00:00.000Z Tomorrow at 19:00: Picnic",
    "2030-03-30T18:00:00.000Z Tomorrow at 19:00: Picnic",
    "2030-03-30T18:00:00.000Z Tomorrow at 19:00: Picnic (you’re on the waitlist)",
    "2030-03-31T15:00:00.000Z Today at 19:00: Picnic",
    "2030-03-31T15:00:00.000Z Today at 19:00: Picnic",
    "2030-03-31T15:00:00.000Z Today at 19:00: Picnic (you’re on the waitlist)",
  ]);
  expect(scene.sent[0]!.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  expect(scene.sent.every(({ isUrgent }) => !isUrgent)).toBe(true);
  const told = await sql`select 1 from told_guests where event_id = ${scene.id}`.execute(db);
  expect(told.rows, "an email about a change still has to bring calendars up to date").toEqual([]);
});

test("of two who go, whoever has not said that they still come is asked two days before, and by each reminder until they do", async () => {
  const scene = await aScene();
  const asked: Step[] = [...come, { do: "ask", when: "twoDaysBefore" }, { do: "confirm", guest: 0 }];
  await scene.play([...asked, { do: "wait", minutes: 4 * 1_440 + 1_000, workers: "two" }]);
  expect(scene.sent.map(({ subject, at }) => `${new Date(at).toISOString()} ${subject}`)).toEqual([
    "2030-03-29T18:00:00.000Z Still coming? Sunday at 19:00: Picnic",
  ]);
  await scene.play([{ do: "wait", minutes: 1_440, workers: "two" }, { do: "confirm", guest: 1 }, ...overBoth]);
  expect(scene.sent.map(({ subject }) => subject).filter((subject) => subject.startsWith("Still coming?"))).toEqual([
    "Still coming? Sunday at 19:00: Picnic",
    "Still coming? Tomorrow at 19:00: Picnic",
  ]);
});

test("what was confirmed for one day is asked again for another", async () => {
  const scene = await aScene();
  const asks = () => scene.sent.filter(({ subject }) => subject.startsWith("Still coming?")).length;
  await scene.play([...come, { do: "ask", when: "twoDaysBefore" }, { do: "confirm", guest: 0 }, { do: "confirm", guest: 1 }]);
  await scene.play([
    { do: "move", days: 2, minutes: 19 * 60 },
    { do: "wait", minutes: 6 * 1_440 + 1_000, workers: "up" },
  ]);
  expect(asks()).toBe(2);
});

test("asked a day before, people are asked by that day's reminder, and apart where there is none", async () => {
  for (const on of [true, false]) {
    const scene = await aScene();
    await scene.play([...come, { do: "ask", when: "dayBefore" }, { do: "switch", kind: "dayBefore", on }]);
    await scene.play([{ do: "wait", minutes: 6 * 1_440, workers: "two" }]);
    const heard = scene.sent.map(({ subject }) => subject).toSorted();
    const asked = ["Still coming? Tomorrow at 19:00: Picnic", "Still coming? Tomorrow at 19:00: Picnic"];
    expect(heard).toEqual(on ? [...asked, "Tomorrow at 19:00: Picnic (you’re on the waitlist)"] : asked);
  }
});

/** What each has to find wrong, so that a silent judge would be noticed. */
const controls: [what: string, faults: Faults, script: Step[], complaint: string][] = [
  ["emails that are not known by their cause", { forgetsCauses: true }, overBoth, "nobody is reminded twice"],
  ["a queue that loses jobs", { losesJobs: true }, overBoth, "everyone who is to be reminded was"],
  [
    "a worker whose clock stands still",
    { clockStands: true },
    [
      { do: "wait", minutes: 6 * 1_440 + 600, workers: "down" },
      { do: "wait", minutes: 10, workers: "up" },
    ],
    "not late",
  ],
];
test.each(controls)("the judge notices %s", async (_what, faults, script, complaint) => {
  const scene = await aScene(faults);
  await expect(scene.play([...come, ...script])).rejects.toThrow(complaint);
});

test("a job that is given to a worker before its time is not done: clocks differ", async () => {
  const scene = await aScene();
  const due = "2030-03-30T18:00:00.000Z";
  const handlers = notificationJobs({ db, now: () => new Date("2030-03-30T17:58:59Z") } as never);
  const job: RemindGuests = { eventId: scene.id, kind: "dayBefore", due };
  await expect(handlers.remindGuests(job as never, { willBeRetried: true })).rejects.toThrow(
    "the clocks of the database and of this server differ",
  );
});

test("two workers on the real queue remind each guest once, when it is due and not before", async () => {
  const world = createWorld(db);
  const { id, host } = await aGathering(world);
  const guests = guestsToInvite(1_200).map((one) => ({ ...one, email: `${one.guestId}@example.org` }));
  for (let start = 0; start < guests.length; start += 400)
    await world.changeEvent(id, inviteGuests, inviting(guests.slice(start, start + 400), false), asUser(host));
  await sql`update guests set standing = 'going' where event_id = ${id}`.execute(db);
  const due = Date.now() + 3_000;
  await sql`update events set starts_at = ${new Date(due + 120 * MINUTE)}, ends_at = null, wall_clock = null where id = ${id}`.execute(db);
  const done: number[] = [];
  for (const _worker of [1, 2]) {
    const jobs = await openJobs(url, (error) => done.push(NaN, error as never));
    afterFile(() => jobs.stop());
    const outbox = createOutbox(async () => {}); // the emails stay in the outbox
    const handlers = notificationJobs({ db, queueMail: outbox, enqueue: async () => {}, now: () => new Date() } as never);
    await jobs.work({ remindGuests: async (job, attempt) => (done.push(Date.now()), handlers.remindGuests(job, attempt)) });
    await queueReminders(db, jobs.enqueue, new Date());
  }
  const reminded = () =>
    sql<{ guests: number }>`
    select count(distinct split_part(cause, ':', 3))::int as guests from mails where kind = 'reminder' and split_part(cause, ':', 2) = ${id}`.execute(
      db,
    );
  await until(async () => expect((await reminded()).rows[0]!.guests).toBe(guests.length));
  const rows = await sql<{
    mails: number;
  }>`select count(*)::int as mails from mails where kind = 'reminder' and split_part(cause, ':', 2) = ${id}`.execute(db);
  expect(rows.rows[0]!.mails).toBe(guests.length);
  expect(done).toHaveLength(1); // both queued it, and it is one
  expect(done[0]).toBeGreaterThanOrEqual(due);
});
