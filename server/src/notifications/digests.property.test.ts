import { randomUUID } from "node:crypto";
import type { EmailedKind, EmailPace } from "@turnout/contract/notification-choices";
import { emailPaces } from "@turnout/contract/notification-choices";
import fc from "fast-check";
import { sql, type Transaction } from "kysely";
import { expect, test } from "vitest";
import type { Database } from "../db/database.ts";
import { testDatabase } from "../db/test-database.ts";
import type { Columns } from "../db/row-types.ts";
import { rowsOf } from "../jobs/job-rows.ts";
import { openJobs } from "../jobs/jobs.ts";
import { createOutbox, type Enqueue } from "../mail/outbox.ts";
import { afterFile } from "../testing/after-file.ts";
import { aGathering, aUser, createWorld } from "../testing/world.ts";
import { until } from "../testing/until.ts";
import { zoneFormat } from "../testing/zone-format.ts";
import type { FreshNotification } from "./channels.ts";
import { choose } from "./choices.ts";
import { queueDigests } from "./digest-jobs.ts";
import { emailChannel } from "./email-channel.ts";
import { sendDigests } from "./send-digests.ts";
import { setQuietHours } from "./quiet-hours.ts";

const { db, url } = await testDatabase();
await sql`create table waiting_jobs (id text primary key, payload jsonb not null, due timestamptz not null, is_done boolean not null default false)`.execute(
  db,
);
const [MINUTE, HOUR] = [60_000, 3_600_000];
const BEGINNING = Date.parse("2030-03-29T10:00:00Z");
const KINDS = ["answered", "seatGiven", "announced", "replied", "mentioned"] as const satisfies EmailedKind[];
const ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];
const PEOPLE = 3;

/** How a scene can be broken, to show that its judge sees it. */
interface Faults {
  losesJobs?: true;
  /** What an email brought waits again. */
  forgetsLines?: true;
  /** Quiet hours are of nobody when emails are queued. */
  losesQuietHours?: true;
}

type Workers = "up" | "down" | "two" | "crash";
type Step =
  | { do: "notify"; person: number; kind: EmailedKind; how: "once" | "crash" | "together" }
  | { do: "wait"; minutes: number; workers: Workers }
  | { do: "pace"; person: number; kind: EmailedKind; pace: EmailPace }
  | { do: "quiet"; person: number; begins: number; hours: number; zone: string }
  | { do: "read"; person: number }
  | { do: "restart" };

interface Told {
  id: string;
  person: number;
  kind: EmailedKind;
  pace: EmailPace;
  at: number;
  zone: string;
  isRead: boolean;
}

/** Jobs are rows, so that those of a transaction that fails are not there. */
const enqueue: Enqueue = async (run, jobs) => {
  for (const job of jobs.filter(({ name }) => name === "sendDigests")) {
    const { id } = rowsOf(job.name, [job])[0] as { id: string };
    await run("insert into waiting_jobs (id, payload, due) values ($1, $2, $3) on conflict do nothing", [id, job.payload, job.startAfter]);
  }
};

/** Two accounts, one of them a host, and a guest without one, on a clock of their own; and a judge that knows by itself what they have to get when. */
async function aScene(faults: Faults = {}) {
  await sql`delete from digests`.execute(db);
  await sql`delete from waiting_jobs`.execute(db);
  let clock = BEGINNING;
  const now = () => new Date(clock);
  const world = createWorld(db);
  const { id: eventId, host, guests } = await aGathering(world, { guests: 2 });
  await sql`update events set zone = 'Europe/Berlin' where id = ${eventId}`.execute(db);
  await sql`update guests set email = id || '@example.org', standing = 'going' where event_id = ${eventId}`.execute(db);
  const account = await aUser(world, "Grace");
  await sql`update users set email_verified = true where id in (${host.id}, ${account.id})`.execute(db);
  await sql`update guests set user_id = ${account.id} where id = ${guests[0]!.id}`.execute(db);
  const people = [
    { userId: host.id, guestId: null, accountId: host.id },
    { userId: null, guestId: guests[0]!.id, accountId: account.id },
    { userId: null, guestId: guests[1]!.id, accountId: null },
  ];
  const paces = people.map(() => ({ ...emailPaces }) as Record<EmailedKind, EmailPace>);
  const quiet: ({ begins: number; ends: number; zone: string } | null)[] = people.map(() => null);
  const told: Told[] = [];
  const sentAt = new Map<string, number>();
  const bundles = new Set<string>();
  let seq = 1_000;
  let isJudgedInTime = true;

  const channel = emailChannel({ enqueue: faults.losesJobs ? async () => {} : enqueue, now });
  const outbox = createOutbox(async () => {});
  const deps = { db, queueMail: outbox, enqueue: faults.losesJobs ? async () => {} : enqueue, now };
  const dying = {
    ...deps,
    queueMail: async (...given: Parameters<typeof outbox>) => {
      await outbox(...given);
      throw new Error("the worker dies");
    },
  };

  async function notifyOne(tx: Transaction<Database>, person: number, kind: EmailedKind): Promise<Told> {
    const { userId, guestId, accountId } = people[person]!;
    const id = randomUUID();
    await sql`insert into notifications (id, event_id, user_id, guest_id, kind, seq, created_at)
      values (${id}, ${eventId}, ${userId}, ${guestId}, ${kind}, ${++seq}, ${now()})`.execute(tx);
    const fresh: FreshNotification = { id, eventId, kind, seq, revision: null, userId, guestId, accountId };
    await channel.queue(tx, [fresh]);
    return { id, person, kind, pace: paces[person]![kind], at: clock, zone: quiet[person]?.zone ?? "Europe/Berlin", isRead: false };
  }

  async function notify({ person, kind, how }: Extract<Step, { do: "notify" }>) {
    const once = () => db.transaction().execute((tx) => notifyOne(tx, person, kind));
    if (how === "crash")
      await db
        .transaction()
        .execute(async (tx) => {
          await notifyOne(tx, person, kind);
          throw new Error("the worker dies");
        })
        .catch(() => {});
    if (how === "together") await runDue("up", [once().then((one) => told.push(one))]);
    told.push(await once());
  }

  async function jobsDue() {
    const found = await sql<{ id: string; payload: { due: string; by: string } }>`
      select id, payload from waiting_jobs where due <= ${now()} and not is_done order by due, id`.execute(db);
    return found.rows;
  }

  /** Does what is due, as one worker after the other, or two at once; with others at work at the same time. */
  async function runDue(workers: Workers, beside: Promise<unknown>[] = []) {
    for (let due = await jobsDue(); due.length > 0; due = await jobsDue()) {
      for (const { id, payload } of due) {
        if (workers === "crash") await sendDigests(dying, payload).catch(() => {});
        await Promise.all(workers === "two" ? [sendDigests(deps, payload), sendDigests(deps, payload)] : [sendDigests(deps, payload)]);
        await sql`update waiting_jobs set is_done = true where id = ${id}`.execute(db);
      }
    }
    await Promise.all(beside);
    await judge();
  }

  /** What went out since the last time. */
  async function judge() {
    const found = await sql<{ cause: string }>`select cause from mails where kind in ('digest', 'guestDigest')`.execute(db);
    for (const { cause } of found.rows) {
      const bundleId = cause.split(":").at(-1)!;
      if (bundles.has(bundleId)) continue;
      bundles.add(bundleId);
      const lines = await sql<Columns<"digest_lines", "notification_id">>`
        select notification_id from digest_lines where bundle_id = ${bundleId}`.execute(db);
      for (const { notification_id: id } of lines.rows) judgeLine(id);
      if (faults.forgetsLines) await forgetLines(bundleId);
    }
    if (!isJudgedInTime) return;
    for (const one of told.filter(({ id }) => !sentAt.has(id)))
      if (!isQuiet(one.person) && latestOf(one) < clock)
        expect.fail(`everything is sent in time: ${JSON.stringify(one)} at ${now().toISOString()}`);
  }
  async function forgetLines(bundleId: string) {
    const again = new Date(clock + MINUTE);
    await sql`update digest_lines set bundle_id = null where bundle_id = ${bundleId}`.execute(db);
    await sql`update digests set due_at = ${again}`.execute(db);
    const payload = JSON.stringify({ due: again.toISOString(), by: bundleId });
    await sql`insert into waiting_jobs (id, payload, due) values (${bundleId}, ${payload}::jsonb, ${again})`.execute(db);
  }
  function judgeLine(id: string) {
    const one = told.find((other) => other.id === id);
    if (!one) return; // of an earlier scene
    expect(sentAt.has(id), "nothing is sent twice").toBe(false);
    sentAt.set(id, clock);
    expect(isQuiet(one.person), "nobody is disturbed in their quiet hours").toBe(false);
    expect(clock, `not early: ${JSON.stringify(one)}`).toBeGreaterThanOrEqual(earliestOf(one));
    expect(one.pace, "nothing that nobody wants").not.toBe("off");
  }

  function isQuiet(person: number): boolean {
    const hours = quiet[person];
    if (!hours) return false;
    const minutes = minutesOn(clock, hours.zone);
    return hours.begins < hours.ends ? minutes >= hours.begins && minutes < hours.ends : minutes >= hours.begins || minutes < hours.ends;
  }

  async function wait(minutes: number, workers: Workers) {
    const until = clock + minutes * MINUTE;
    if (workers === "down") {
      clock = until;
      isJudgedInTime = false;
      return;
    }
    await runDue(workers);
    isJudgedInTime = true;
    for (let next = await nextTime(until); next !== undefined; next = await nextTime(until)) {
      clock = next;
      await runDue(workers);
    }
    clock = until;
    await runDue(workers);
  }
  /** When jobs are due, and when this file says that they ought to be. */
  async function nextTime(until: number): Promise<number | undefined> {
    const found = await sql<{ due: Date }>`select min(due) as due from waiting_jobs where not is_done`.execute(db);
    const due = found.rows[0]!.due ? [found.rows[0]!.due.getTime()] : [];
    const wanted = told.filter(({ id }) => !sentAt.has(id)).map((one) => latestOf(one) + 1);
    return [...due, ...wanted].filter((at) => at > clock && at <= until).toSorted((one, other) => one - other)[0];
  }

  const steps: { [Name in Step["do"]]: (step: Extract<Step, { do: Name }>) => Promise<unknown> } = {
    notify,
    wait: ({ minutes, workers }) => wait(minutes, workers),
    async pace({ person, kind, pace }) {
      const { accountId, guestId } = people[person]!;
      const chooser = accountId
        ? ({ role: "account", userId: accountId, eventId: null } as const)
        : ({ role: "guest", userId: null, guestId: guestId!, eventId, hasAddress: true } as const);
      await choose(db, chooser, { kind, channel: "email", pace });
      paces[person]![kind] = pace;
    },
    async quiet({ person, begins, hours, zone }) {
      const { accountId } = people[person]!;
      const ends = (begins + hours * 60) % 1_440;
      if (accountId === null) return;
      await setQuietHours(deps, accountId, { begins: timeOf(begins), ends: timeOf(ends), zone });
      quiet[person] = { begins, ends, zone };
      if (faults.losesQuietHours) await sql`delete from quiet_hours where user_id = ${accountId}`.execute(db);
    },
    async read({ person }) {
      const mine = told.filter((one) => one.person === person);
      await sql`update notifications set read_at = ${now()} where id = any(${mine.map(({ id }) => id)}::uuid[]) and read_at is null`.execute(
        db,
      );
      for (const one of mine) one.isRead = true;
    },
    restart: () => queueDigests(db, deps.enqueue, now()),
  };
  return {
    sentAt,
    told,
    people,
    async play(script: Step[]) {
      for (const step of script) await steps[step.do](step as never);
      return sentAt.size;
    },
  };
}

const timeOf = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** By the runtime's zone data: minutes of the day. */
function minutesOn(at: number, zone: string): number {
  const time = writtenTime(at, zone);
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
const writtenTime = zoneFormat("sv-SE", { timeStyle: "short" });
/** The first moment after `at` at which clocks of the zone show eight in the morning. */
function morningAfter(at: number, zone: string): number {
  let time = Math.ceil((at + 1) / (15 * MINUTE)) * 15 * MINUTE;
  while (minutesOn(time, zone) !== 480) time += 15 * MINUTE;
  return time;
}
function earliestOf({ pace, at, zone }: Told): number {
  if (pace === "daily") return morningAfter(at, zone);
  return pace === "quiet" ? at : at + 10_000; // with the first of a bundle that has waited as long as one may
}
function latestOf({ pace, at, zone }: Told): number {
  if (pace === "off") return Infinity;
  if (pace === "daily") return morningAfter(at + 10_000, zone);
  return pace === "quiet" ? at + 6 * HOUR : at + 5 * MINUTE + 10_000;
}

const person = fc.nat({ max: PEOPLE - 1 });
const kind = fc.constantFrom(...KINDS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: fc.record({ do: fc.constant("notify" as const), person, kind, how: fc.constantFrom("once", "once", "crash", "together") }),
    weight: 8,
  },
  {
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      minutes: fc.integer({ min: 1, max: 1_800 }),
      workers: fc.constantFrom("up", "two", "crash", "down"),
    }),
    weight: 6,
  },
  {
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      minutes: fc.integer({ min: 1, max: 50 }),
      workers: fc.constantFrom("up", "two"),
    }),
    weight: 3,
  },
  fc.record({ do: fc.constant("pace" as const), person, kind, pace: fc.constantFrom("atOnce", "quiet", "daily", "off") }),
  fc.record({
    do: fc.constant("quiet" as const),
    person,
    begins: fc.nat({ max: 95 }).map((quarter) => quarter * 15),
    hours: fc.integer({ min: 1, max: 12 }),
    zone: fc.constantFrom(...ZONES),
  }),
  fc.record({ do: fc.constant("read" as const), person }),
  fc.constant({ do: "restart" as const }),
);
const overAll: Step[] = [{ do: "wait", minutes: 4 * 1_440, workers: "two" }];

/** An email that is put off to the end of quiet hours, which then are moved. */
const putOff: Step[] = [
  { do: "quiet", person: 0, begins: 0, hours: 1, zone: "Europe/Berlin" },
  { do: "wait", minutes: 971, workers: "up" },
  { do: "notify", person: 0, kind: "answered", how: "once" },
  { do: "wait", minutes: 1_249, workers: "down" },
  { do: "wait", minutes: 1, workers: "up" },
  { do: "quiet", person: 0, begins: 15, hours: 1, zone: "Europe/Berlin" },
  { do: "wait", minutes: 1, workers: "up" },
];

test("whoever fails and whatever clocks do, each notification is emailed in time, once, and in nobody's quiet hours", async () => {
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (script) => {
      const scene = await aScene();
      sent += await scene.play([...script, ...overAll]);
      const missing = scene.told.filter(({ id, pace }) => pace !== "off" && !scene.sentAt.has(id));
      expect(missing, "nothing is lost").toEqual([]);
    }),
    { numRuns: 40, examples: [[putOff]] },
  );
  expect(sent).toBeGreaterThan(100); // it was about something
});

const told = (kinds: EmailedKind[], about = 0): Step[] => kinds.map((one) => ({ do: "notify", person: about, kind: one, how: "once" }));

/** What each has to find wrong, so that a silent judge would be noticed. */
const controls: [what: string, faults: Faults, script: Step[], complaint: string][] = [
  ["a queue that loses jobs", { losesJobs: true }, [...told(["answered"]), ...overAll], "everything is sent in time"],
  ["lines that are not marked", { forgetsLines: true }, [...told(["seatGiven"]), ...overAll], "nothing is sent twice"],
  [
    "quiet hours that nobody keeps",
    { losesQuietHours: true },
    [{ do: "quiet", person: 0, begins: 0, hours: 12, zone: "Europe/Berlin" }, ...told(["seatGiven"]), ...overAll],
    "nobody is disturbed in their quiet hours",
  ],
];
test.each(controls)("the judge notices %s", async (_what, faults, script, complaint) => {
  const scene = await aScene(faults);
  await expect(scene.play(script)).rejects.toThrow(complaint);
});

test("a job that is given to a worker before its time is not done: clocks differ", async () => {
  const deps = { db, queueMail: async () => {}, enqueue, now: () => new Date("2030-03-30T17:58:59Z") };
  await expect(sendDigests(deps, { due: "2030-03-30T18:00:00.000Z", by: "x" })).rejects.toThrow(
    "the clocks of the database and of this server differ",
  );
});

test("two workers on the real queue send each of many people one email, when it is due and not before", async () => {
  await sql`delete from digests`.execute(db);
  const world = createWorld(db);
  const { id: eventId, guests } = await aGathering(world, { guests: 260 });
  await sql`update guests set email = id || '@example.org', standing = 'going' where event_id = ${eventId}`.execute(db);
  const done: number[] = [];
  const queues = await Promise.all([1, 2].map(() => openJobs(url, (error) => done.push(NaN, error as never))));
  for (const jobs of queues) {
    afterFile(() => jobs.stop());
    const deps = { db, queueMail: createOutbox(async () => {}), enqueue: jobs.enqueue, now: () => new Date() };
    await jobs.work({ sendDigests: async (job) => (done.push(Date.now()), sendDigests(deps, job)) });
  }
  const [jobs] = queues;
  const channel = emailChannel({ enqueue: jobs!.enqueue, now: () => new Date(Date.now() - HOUR + 3_000) });
  const due = Date.now() + 3_000;
  await db.transaction().execute(async (tx) => {
    const found = await sql<Columns<"notifications", "id" | "guest_id">>`
      insert into notifications (event_id, guest_id, kind, seq, created_at)
      select ${eventId}::uuid, id, 'announced', 900, now() from unnest(${guests.map(({ id }) => id)}::uuid[]) as guest (id) returning id, guest_id`.execute(
      tx,
    );
    const about = { eventId, kind: "announced", seq: 900, revision: null, userId: null, accountId: null } as const;
    await channel.queue(
      tx,
      found.rows.map(({ id, guest_id }) => ({ ...about, id, guestId: guest_id })),
    );
  });
  const queued = async () => {
    const found = await sql<{ mails: number; people: number }>`
      select count(*)::int as mails, count(distinct split_part(cause, ':', 3))::int as people from mails
      where kind = 'guestDigest' and split_part(cause, ':', 2) = ${eventId}`.execute(db);
    return found.rows[0]!;
  };
  await until(async () => expect(await queued()).toEqual({ mails: guests.length, people: guests.length }));
  expect(done[0]).toBeGreaterThanOrEqual(due);
});
