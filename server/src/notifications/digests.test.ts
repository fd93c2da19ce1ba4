import { randomUUID } from "node:crypto";
import { QUIET_HOUR } from "@turnout/contract/notification-choices";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { postMessage } from "../chat/commands.ts";
import { testDatabase } from "../db/test-database.ts";
import { answerInvitation, removeGuest } from "../guests/commands.ts";
import type { Job } from "../jobs/jobs.ts";
import { createEventWriter } from "../log/change-event.ts";
import { createPostgresStore } from "../log/postgres-store.ts";
import { createOutbox } from "../mail/outbox.ts";
import { addressHash, ALL_DIGESTS, ALL_TO_GUESTS, eventScope, suppress } from "../mail/suppression.ts";
import type { FinishedMail } from "../mail/transport.ts";
import { testSecret, testUrl } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser, createWorld, type GatheringOptions } from "../testing/world.ts";
import { choose } from "./choices.ts";
import { LINES_AN_EVENT } from "./digest-email.ts";
import { QUIET_AT_MOST } from "./digest-plan.ts";
import { emailChannel } from "./email-channel.ts";
import { enqueueCausedJobs } from "./jobs-for.ts";
import type { Notify } from "./job-payloads.ts";
import { notificationJobs } from "./jobs.ts";
import { markRead } from "./notification-list.ts";
import { notify } from "./notify.ts";

const MINUTE = 60_000;

/** An event on a clock of its own, whose jobs run when they are due. Answers are given, and then time passes. */
async function aScene(options: GatheringOptions = {}) {
  const { db } = await testDatabase();
  let clock = Date.parse("2030-06-01T10:00:00Z");
  const now = () => new Date(clock);
  const sent: (FinishedMail & { at: string })[] = [];
  let queued: Job[] = [];
  const enqueue = async (_run: unknown, jobs: Job[]) => void queued.push(...jobs);
  const changeEvent = createEventWriter({ store: createPostgresStore(db, [enqueueCausedJobs(enqueue)]), now, hint: () => {} });
  const world = { ...createWorld(db, now), changeEvent };
  const fields = { starts: "2030-06-18T19:00", zone: "Europe/Lisbon", ...options.fields };
  const gathering = await aGathering(world, { guests: 5, ...options, fields });
  const { id, host, guests } = gathering;
  await sql`update guests set email = id || '@example.org', delivery = 'sent' where event_id = ${id}`.execute(db);
  queued = [];
  const deps = {
    db,
    enqueue,
    queueMail: createOutbox(enqueue),
    changeEvent,
    transport: { send: async (mail: FinishedMail) => void sent.push({ ...mail, at: now().toISOString() }), close: () => {} },
    publicUrl: testUrl,
    calendarHost: "turnout.test",
    mailAddress: "turnout@turnout.test",
    inboundAddress: null,
    secret: testSecret,
    now,
    mailAllowance: null,
  };
  const channels = [emailChannel({ enqueue, now })];
  const handlers = { ...notificationJobs(deps), notify: (job: Notify) => notify({ db, channels, tell: () => {} }, [job]) };

  async function run() {
    for (let job = take(); job; job = take()) await handlers[job.name as "tellGuests"](job.payload as never, { willBeRetried: false });
  }
  function take(): Job | undefined {
    const found = queued.find((job) => !job.startAfter || job.startAfter.getTime() <= clock);
    queued = queued.filter((job) => job !== found);
    return found;
  }
  /** Lets time pass, from one job to the next. Returns the emails of notifications that went out. */
  async function pass(minutes: number) {
    sent.length = 0;
    const until = clock + minutes * MINUTE;
    await run();
    const times = () => queued.flatMap(({ startAfter }) => startAfter?.getTime() ?? []).filter((time) => time <= until);
    for (let next = Math.min(...times()); next !== Infinity; next = Math.min(...times())) {
      clock = Math.max(clock, next);
      await run();
    }
    clock = until;
    return sent.filter(({ headers, text }) => "List-Unsubscribe" in headers && /What’s new|Das ist neu/.test(text));
  }
  const answer = (at: number, given: "going" | "maybe" | "declined") =>
    changeEvent(id, answerInvitation, answering(given), asGuest(guests[at]!));
  const say = async (text: string, by = asUser(host), replyTo: string | null = null) => {
    const commandId = randomUUID();
    await changeEvent(id, postMessage, { commandId, text, replyTo }, by);
    return commandId;
  };
  const account = { role: "account", userId: host.id, eventId: null } as const;
  const hostEmail = `${host.id}@example.org`;
  return { ...gathering, db, changeEvent, pass, answer, say, account, hostEmail, now };
}

test("what guests answer reaches their host in one email at eight the next morning, on the clock of the event's zone", async () => {
  const { id, answer, pass, hostEmail } = await aScene();
  for (const at of [0, 1, 2, 3]) await answer(at, at === 3 ? "declined" : "going");
  await answer(0, "declined");
  expect(await pass(20 * 60)).toEqual([]);
  const [mail, ...others] = await pass(24 * 60);
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ to: hostEmail, at: "2030-06-02T07:00:00.000Z", subject: "Picnic: 4 answers: 2 coming, 2 can’t come" });
  expect(mail!.text).toContain(`${testUrl}/e/${id}`);
  expect(mail!.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
});

test("a few answers are told one by one, and what needs a host comes at once", async () => {
  const { answer, pass } = await aScene({ fields: { capacity: 1, waitlist: true } });
  await answer(0, "going");
  await answer(1, "going");
  await pass(1);
  await answer(0, "declined");
  const atOnce = await pass(30);
  expect(atOnce.map(({ subject }) => subject)).toEqual(["Picnic: Guest 2 got a seat from the waitlist."]);
  const [morning] = await pass(24 * 60);
  expect(morning!.text).toContain("Guest 1 can’t make it.");
  expect(morning!.text).not.toContain("got a seat");
});

test("a guest without an account hears of replies and announcements together, once it is quiet, by their own link", async () => {
  const { say, guests, pass, id } = await aScene({ fields: { chat: "readOnly" } });
  await say("Bring a coat");
  expect(await pass(40)).toEqual([]);
  await say("And a torch");
  expect(await pass(50)).toEqual([]);
  const mails = await pass(20);
  expect(mails.map(({ to }) => to).toSorted()).toEqual(guests.map((guest) => `${guest.id}@example.org`).toSorted());
  const [mail] = mails;
  expect(mail!.text).toContain("> Bring a coat");
  expect(mail!.text).toContain("> And a torch");
  expect(mail!.text).toMatch(new RegExp(`${testUrl}/i/[\\w-]{43}`));
  expect(mail!.text).not.toContain(`/e/${id}`);
  expect(mail!.at).toBe("2030-06-01T11:40:00.000Z");
});

test("where it never gets quiet, what came is sent after six hours", async () => {
  const { say, pass } = await aScene({ fields: { chat: "readOnly" }, guests: 1 });
  let minutes = 0;
  for (let mails = await pass(0); mails.length === 0; mails = await pass(50), minutes += 50) await say("Still here");
  expect(minutes).toBeGreaterThan(QUIET_HOUR / MINUTE);
  expect(minutes).toBeLessThanOrEqual(QUIET_AT_MOST / MINUTE + 50);
});

test("what was read in the app, or seen on the page, is not sent; control: what came later is", async () => {
  const { answer, pass, db, host, now } = await aScene();
  await answer(0, "going");
  await pass(1);
  await markRead(db, host.id, {}, now());
  expect(await pass(24 * 60)).toEqual([]);
  await answer(1, "going");
  expect((await pass(24 * 60)).map(({ subject }) => subject)).toEqual(["Picnic: Guest 2 is going."]);
});

test("what somebody stops wanting by email before it goes out is left out", async () => {
  const { answer, pass, db, account } = await aScene();
  await answer(0, "going");
  await pass(1);
  await choose(db, account, { kind: "answered", channel: "email", pace: "off" });
  expect(await pass(24 * 60)).toEqual([]);
  await choose(db, account, { kind: "answered", channel: "email", pace: "atOnce" });
  await answer(1, "going");
  expect(await pass(1)).toHaveLength(1);
});

test.each([
  ["unsubscribed from such emails", ALL_DIGESTS],
  ["has an address whose emails came back", ALL_TO_GUESTS],
])("a host who %s gets none", async (_who, scope) => {
  const { answer, pass, db, hostEmail } = await aScene();
  await suppress(db, { hash: addressHash(testSecret, hostEmail), scope });
  await answer(0, "going");
  expect(await pass(24 * 60)).toEqual([]);
});

test("a guest who unsubscribed from the event, was removed or never emailed gets none; control: the others do", async () => {
  const { say, pass, db, guests, changeEvent, id, host } = await aScene({ fields: { chat: "readOnly" } });
  await suppress(db, { hash: addressHash(testSecret, `${guests[0]!.id}@example.org`), scope: eventScope(id) });
  await sql`update guests set delivery = 'notSent' where id = ${guests[1]!.id}`.execute(db);
  await say("Bring a coat");
  await pass(1);
  await changeEvent(id, removeGuest, { commandId: randomUUID(), guestId: guests[2]!.id }, asUser(host));
  expect((await pass(70)).map(({ to }) => to).toSorted()).toEqual(
    guests
      .slice(3)
      .map((guest) => `${guest.id}@example.org`)
      .toSorted(),
  );
});

test("nobody is written to at an address that they have not proven", async () => {
  const { answer, pass, db, host } = await aScene();
  await sql`update users set email_verified = false where id = ${host.id}`.execute(db);
  await answer(0, "going");
  expect(await pass(24 * 60)).toEqual([]);
});

test(`of one event an email has ${LINES_AN_EVENT} lines, and says how many more there are`, async () => {
  const { say, pass } = await aScene({ fields: { chat: "readOnly" }, guests: 1 });
  for (let count = 0; count < LINES_AN_EVENT + 3; count++) await say(`Word ${count}`);
  const [mail] = await pass(70);
  expect(mail!.text.match(/> Word \d+/g)).toHaveLength(LINES_AN_EVENT);
  expect(mail!.text).toContain("and 3 more");
});

test("what is new at several events is one email in the reader's language, with a part for each", async () => {
  const { db, host, pass, answer, id } = await aScene();
  await sql`update users set locale = 'de' where id = ${host.id}`.execute(db);
  const other = await aGathering(createWorld(db), { guests: 1, fields: { title: "Brunch" } });
  await sql`insert into hosts (event_id, id, name) values (${other.id}, ${host.id}, 'Ada')`.execute(db);
  await answer(0, "going");
  await pass(1);
  await sql`with fresh as (insert into notifications (event_id, user_id, kind, seq, about_id, answer, created_at)
      values (${other.id}, ${host.id}, 'answered', 900, ${other.guests[0]!.id}, 'maybe', '2030-06-01T10:00Z') returning id)
    insert into digest_lines (notification_id, digest_id, pace, due_at)
    select fresh.id, digests.id, 'daily', digests.due_at from fresh, digests where user_id = ${host.id}`.execute(db);
  const [mail, ...others] = await pass(24 * 60);
  expect(others).toEqual([]);
  expect(mail!.subject).toBe("Neues zu deinen Events");
  for (const words of ["Picnic", "Guest 1 kommt.", "Brunch", "Guest 1 kommt vielleicht.", `/e/${id}`, `/e/${other.id}`])
    expect(mail!.text).toContain(words);
});
