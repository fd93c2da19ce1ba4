import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { editEvent } from "../events/commands.ts";
import { addGuest, answerInvitation, editGuest } from "../guests/commands.ts";
import { resendInvitation } from "../invitations/commands.ts";
import { ACCOUNT_A_DAY, accountADay, ANSWER_SECONDS, RECIPIENT_A_DAY } from "../mail/budget.ts";
import { aGathering, answering, asGuest, asUser, type Gathering } from "../testing/world.ts";
import { notificationJobs } from "./jobs.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite, type MailPipeline } from "./mail-pipeline.test-support.ts";

const pipeline = await createMailPipeline();
const { db, changeEvent } = pipeline;
const DAY = 86_400_000;
let ahead = 0;
const limited = { mailAllowance: "auto" as const, now: () => new Date(Date.now() + ahead) };
const addresses = (count: number) => guestsToInvite(count).map((guest) => ({ ...guest, email: `${randomUUID()}@example.org` }));

/** Does what is due by now; what is held stays. */
async function deliver(deps: Parameters<MailPipeline["deliver"]>[0] = {}) {
  const later = pipeline.waiting.filter(({ startAfter }) => startAfter && startAfter > limited.now());
  const due = pipeline.waiting.filter((job) => !later.includes(job));
  pipeline.waiting.splice(0, pipeline.waiting.length, ...due);
  const sent = await pipeline.deliver({
    ...limited,
    ...deps,
    enqueue: async (_tx, jobs) => void (jobs.every((j) => j.startAfter) ? later : pipeline.waiting).push(...jobs),
  });
  pipeline.waiting.push(...later);
  return sent;
}
const held = async () =>
  (await sql<{ held_by: string; count: number }>`
    select held_by, count(*)::int from mails where state = 'queued' group by held_by`.execute(db)).rows; // prettier-ignore

beforeEach(async () => {
  ahead = 0;
  pipeline.waiting.length = 0;
  await sql`delete from mails`.execute(db);
});

test.each([
  [0, 20],
  [0.99, 20],
  [1, 100],
  [7, 1_000],
  [30, 10_000],
])("an account that is %s days old may send %s invitations a day", (days, mails) => {
  const now = new Date();
  expect(accountADay(new Date(now.getTime() - days * DAY), now, "auto")).toBe(mails);
  expect(accountADay(now, now, 5)).toBe(5);
});

test("a new account reaches twenty people on its first day; the other invitations are held with a reason, and follow on the next days", async () => {
  const first = ACCOUNT_A_DAY[0].mails;
  await anEventWithGuests(pipeline, addresses(first + 30));
  expect(await deliver()).toHaveLength(first);
  expect(await held()).toEqual([{ held_by: "account", count: 30 }]);
  ahead = DAY - 60_000;
  expect(await deliver()).toEqual([]);
  ahead = DAY + 60_000;
  expect(await deliver()).toHaveLength(30);
});

test("an invitation that is held until its event is over is not sent, and the host sees it", async () => {
  const { id, guests } = await anEventWithGuests(pipeline, addresses(ACCOUNT_A_DAY[0].mails + 1));
  await deliver();
  const soon = new Date(Date.now() + DAY / 2);
  await sql`update events set starts_at = ${soon}, ends_at = null, wall_clock = null where id = ${id}`.execute(db);
  ahead = DAY + 60_000;
  expect(await deliver()).toEqual([]);
  const found = await sql<{ delivery: string }>`select delivery from guests where id = ${guests.at(-1)!.id}`.execute(db);
  expect(found.rows).toEqual([{ delivery: "failed" }]);
});

test("an account's events share its budget, and accounts do not affect each other", async () => {
  const event = await anEventWithGuests(pipeline, addresses(20));
  const other = await anEventWithGuests(pipeline, addresses(10));
  await sql`update event_log set actor = (select actor from event_log where event_id = ${event.id} limit 1) where event_id = ${other.id}`.execute(
    db,
  );
  await anEventWithGuests(pipeline, addresses(5));
  expect(await deliver()).toHaveLength(25);
  expect(await held()).toEqual([{ held_by: "account", count: 10 }]);
});

test("one address gets at most three invitations a day, from all accounts together", async () => {
  const [victim] = addresses(1);
  const { id, host, guests } = await anEventWithGuests(pipeline, [victim!]);
  for (let i = 0; i < 10; i += 1)
    await changeEvent(id, resendInvitation, { commandId: randomUUID(), guestId: guests[0]!.id }, asUser(host));
  for (let i = 0; i < 3; i += 1) await anEventWithGuests(pipeline, [{ ...victim!, guestId: randomUUID() }]);
  expect(await deliver()).toHaveLength(RECIPIENT_A_DAY);
  expect(await held()).toEqual([{ held_by: "recipient", count: 11 }]);
});

test("with the allowance off, everything is sent", async () => {
  await anEventWithGuests(pipeline, addresses(60));
  expect(await deliver({ mailAllowance: null })).toHaveLength(60);
});

/** Tries once to send what is due, with a mail server that is down. */
async function tryInVain() {
  const send = () => Promise.reject(new Error("later"));
  const failing = notificationJobs({ ...pipeline, ...limited, transport: { send, close: () => {} } });
  const attempt = { willBeRetried: true };
  for (const job of pipeline.waiting.splice(0)) await failing.tellGuest(job.payload as never, attempt);
  for (const job of pipeline.waiting) await expect(failing.sendMail(job.payload as never, attempt)).rejects.toThrow("later");
}

test("an email that is tried again counts once", async () => {
  await anEventWithGuests(pipeline, addresses(20));
  await tryInVain();
  expect(await deliver()).toHaveLength(20);
});

test("repeated answers with an unverified address send one email an hour, with the last answer", async () => {
  const gathering = await aGathering(pipeline.world, { guests: 1 });
  const guest = gathering.guests[0]!;
  await sql`update guests set email = 'victim@example.org' where id = ${guest.id}`.execute(db);
  const answer = async (choice: "going" | "maybe" | "declined") =>
    changeEvent(gathering.id, answerInvitation, answering(choice), asGuest(guest));
  await answer("going");
  expect(await deliver()).toHaveLength(1);
  for (let i = 0; i < 20; i += 1) {
    await answer(i % 2 ? "declined" : "maybe");
    expect(await deliver()).toEqual([]);
  }
  ahead = (ANSWER_SECONDS + 60) * 1_000;
  expect((await deliver()).map(({ text }) => text)).toHaveLength(1);
});

test("a verified address gets an email for each of its answers at once", async () => {
  const gathering = await aGathering(pipeline.world, { guests: 1 });
  const guest = gathering.guests[0]!;
  await sql`
    update guests set email = users.email, user_id = users.id from users where guests.id = ${guest.id} and users.id = ${gathering.host.id}`.execute(
    db,
  );
  await sql`update users set email_verified = true where id = ${gathering.host.id}`.execute(db);
  for (const choice of ["going", "maybe", "going"] as const) {
    await changeEvent(gathering.id, answerInvitation, answering(choice), asGuest(guest));
    expect(await deliver()).toHaveLength(1);
  }
});

const edit = editEvent({ needs: [], afterEdit: () => {} });
const moveTo = (gathering: Gathering, hour: number) => {
  const fields = { starts: `${new Date().getUTCFullYear() + 1}-06-18T${hour}:00` };
  return changeEvent(gathering.id, edit, { commandId: randomUUID(), fields }, asUser(gathering.host));
};

test("updates to addresses without an earlier email count as invitations: adding guests by hand reaches no more people", async () => {
  const gathering = await aGathering(pipeline.world);
  const first = ACCOUNT_A_DAY[0].mails;
  for (const { name, email } of addresses(first + 5)) {
    const input = { ...answering("going"), guestId: randomUUID(), name, email };
    await changeEvent(gathering.id, addGuest, input, asUser(gathering.host));
  }
  await moveTo(gathering, 20);
  expect(await deliver()).toHaveLength(first);
  expect(await held()).toEqual([{ held_by: "account", count: 5 }]);
});

test("an invited guest gets every update; a corrected address counts as a new one", async () => {
  const gathering = await anEventWithGuests(pipeline, addresses(20));
  expect(await deliver()).toHaveLength(20);
  for (const hour of [20, 21]) {
    await moveTo(gathering, hour);
    expect(await deliver()).toHaveLength(20);
  }
  for (const { id } of gathering.guests.slice(0, 3)) {
    const input = { commandId: randomUUID(), guestId: id, email: `${randomUUID()}@example.org` };
    await changeEvent(gathering.id, editGuest, input, asUser(gathering.host));
  }
  await moveTo(gathering, 22);
  expect(await deliver()).toHaveLength(17);
  expect(await held()).toEqual([{ held_by: "account", count: 3 }]);
});

/** A host enters one address for several guests. */
async function enterFor(gathering: Gathering, guestIds: string[], email: string) {
  for (const [at, guestId] of guestIds.entries()) {
    const input = { commandId: randomUUID(), guestId, name: `${"ABCDEFG"[at]!} Lovelace`, email };
    await changeEvent(gathering.id, editGuest, input, asUser(gathering.host));
  }
}

test("an address entered while an invitation is held counts as its recipient", async () => {
  const victim = `${randomUUID()}@example.org`;
  const gathering = await anEventWithGuests(pipeline, addresses(ACCOUNT_A_DAY[0].mails + RECIPIENT_A_DAY + 2));
  await deliver();
  const waiting = await sql<{ id: string }>`select payload ->> 'guestId' as id from mails where held_by is not null`.execute(db);
  const guestIds = waiting.rows.map(({ id }) => id);
  expect(guestIds).toHaveLength(RECIPIENT_A_DAY + 2);
  await enterFor(gathering, guestIds, victim);
  ahead = DAY;
  expect((await deliver()).map(({ to }) => to)).toEqual(Array(RECIPIENT_A_DAY).fill(victim));
  expect(await held()).toEqual([{ held_by: "recipient", count: 2 }]);
});

test("an address entered while an email is tried again counts as its recipient", async () => {
  const victim = `${randomUUID()}@example.org`;
  const gathering = await anEventWithGuests(pipeline, addresses(RECIPIENT_A_DAY + 2));
  await tryInVain();
  const guestIds = gathering.guests.map(({ id }) => id);
  await enterFor(gathering, guestIds, victim);
  expect((await deliver()).map(({ to }) => to)).toEqual(Array(RECIPIENT_A_DAY).fill(victim));
});

test("repeated promotions under an unverified address send one email an hour", async () => {
  const gathering = await aGathering(pipeline.world, { guests: 2, fields: { capacity: 1 } });
  const [one, victim] = gathering.guests;
  await sql`update guests set email = 'promoted@example.org' where id = ${victim!.id}`.execute(db);
  const answer = (guest: { id: string; name: string }, choice: "going" | "declined") =>
    changeEvent(gathering.id, answerInvitation, answering(choice), asGuest(guest));
  let sent = 0;
  for (let i = 0; i < 4; i += 1) {
    for (const [guest, choice] of [
      [one, "going"],
      [victim, "going"],
      [one, "declined"],
      [victim, "declined"],
    ] as const) {
      await answer(guest!, choice);
      sent += (await deliver()).length;
    }
  }
  expect(sent).toBe(2); // on the waitlist, and off it
});
