import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { editEvent } from "../events/commands.ts";
import { addGuest, answerInvitation, editGuest } from "../guests/commands.ts";
import { resendInvitation } from "../invitations/commands.ts";
import { ACCOUNT_A_DAY, accountADay, ANSWER_SECONDS, RECIPIENT_A_DAY } from "../mail/budget.ts";
import { aGathering, answering, asGuest, asUser, type Gathering } from "../testing/world.ts";
import { notificationJobs } from "./jobs.ts";
import { anInvitedCrowd, aPostOffice, invitees, type PostOffice } from "./post-office.test-support.ts";

const post = await aPostOffice();
const { db, changeEvent } = post;
const DAY = 86_400_000;
let ahead = 0;
const limited = { mailAllowance: "auto" as const, now: () => new Date(Date.now() + ahead) };
const addresses = (count: number) => invitees(count).map((guest) => ({ ...guest, email: `${randomUUID()}@example.org` }));

/** Does what is due by now; what is held stays. */
async function deliver(deps: Parameters<PostOffice["deliver"]>[0] = {}) {
  const later = post.waiting.filter(({ startAfter }) => startAfter && startAfter > limited.now());
  const due = post.waiting.filter((job) => !later.includes(job));
  post.waiting.splice(0, post.waiting.length, ...due);
  const sent = await post.deliver({
    ...limited,
    ...deps,
    enqueue: async (_tx, jobs) => void (jobs.every((j) => j.startAfter) ? later : post.waiting).push(...jobs),
  });
  post.waiting.push(...later);
  return sent;
}
const held = async () =>
  (await sql<{ held_by: string; count: number }>`
    select held_by, count(*)::int from mails where state = 'queued' group by held_by`.execute(db)).rows; // prettier-ignore

beforeEach(async () => {
  ahead = 0;
  post.waiting.length = 0;
  await sql`delete from mails`.execute(db);
});

test.each([
  [0, 20],
  [0.99, 20],
  [1, 100],
  [7, 1_000],
  [30, 10_000],
])("an account of %s days may mail %s invitations a day", (days, mails) => {
  const now = new Date();
  expect(accountADay(new Date(now.getTime() - days * DAY), now, "auto")).toBe(mails);
  expect(accountADay(now, now, 5)).toBe(5);
});

test("a new account reaches twenty people on its first day; the others are held, say why, and follow on the next days", async () => {
  const first = ACCOUNT_A_DAY[0].mails;
  await anInvitedCrowd(post, addresses(first + 30));
  expect(await deliver()).toHaveLength(first);
  expect(await held()).toEqual([{ held_by: "account", count: 30 }]);
  ahead = DAY - 60_000;
  expect(await deliver()).toEqual([]);
  ahead = DAY + 60_000;
  expect(await deliver()).toHaveLength(30);
});

test("an invitation that is held until its event is over is not sent any more, and the host sees that it was not", async () => {
  const { id, guests } = await anInvitedCrowd(post, addresses(ACCOUNT_A_DAY[0].mails + 1));
  await deliver();
  const soon = new Date(Date.now() + DAY / 2);
  await sql`update events set starts_at = ${soon}, ends_at = null, wall_clock = null where id = ${id}`.execute(db);
  ahead = DAY + 60_000;
  expect(await deliver()).toEqual([]);
  const found = await sql<{ delivery: string }>`select delivery from guests where id = ${guests.at(-1)!.id}`.execute(db);
  expect(found.rows).toEqual([{ delivery: "failed" }]);
});

test("an account's second event has no budget of its own, and another account is not held by it", async () => {
  const crowd = await anInvitedCrowd(post, addresses(20));
  const other = await anInvitedCrowd(post, addresses(10));
  await sql`update event_log set actor = (select actor from event_log where event_id = ${crowd.id} limit 1) where event_id = ${other.id}`.execute(
    db,
  );
  await anInvitedCrowd(post, addresses(5));
  expect(await deliver()).toHaveLength(25);
  expect(await held()).toEqual([{ held_by: "account", count: 10 }]);
});

test("one address gets three invitations a day, whoever sends them and however often they are sent again", async () => {
  const [victim] = addresses(1);
  const { id, host, guests } = await anInvitedCrowd(post, [victim!]);
  for (let i = 0; i < 10; i += 1)
    await changeEvent(id, resendInvitation, { commandId: randomUUID(), guestId: guests[0]!.id }, asUser(host));
  for (let i = 0; i < 3; i += 1) await anInvitedCrowd(post, [{ ...victim!, guestId: randomUUID() }]);
  expect(await deliver()).toHaveLength(RECIPIENT_A_DAY);
  expect(await held()).toEqual([{ held_by: "recipient", count: 11 }]);
});

test("with the allowance off, everything goes", async () => {
  await anInvitedCrowd(post, addresses(60));
  expect(await deliver({ mailAllowance: null })).toHaveLength(60);
});

test("a mail that is tried again takes no second place", async () => {
  await anInvitedCrowd(post, addresses(20));
  const send = () => Promise.reject(new Error("later"));
  const failing = notificationJobs({ ...post, ...limited, transport: { send, close: () => {} } });
  const attempt = { willBeRetried: true };
  for (const job of post.waiting.splice(0)) await failing.tellGuest(job.payload as never, attempt);
  for (const job of post.waiting) await expect(failing.sendMail(job.payload as never, attempt)).rejects.toThrow("later");
  expect(await deliver()).toHaveLength(20);
});

test("whoever answers again and again with an address that nobody has proven has it mailed once an hour, with the last answer", async () => {
  const gathering = await aGathering(post.world, { guests: 1 });
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

test("a proven address hears of each of its answers at once", async () => {
  const gathering = await aGathering(post.world, { guests: 1 });
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

test("news to addresses that nothing has gone to yet takes the places of invitations: adding guests by hand reaches no more people", async () => {
  const gathering = await aGathering(post.world);
  const first = ACCOUNT_A_DAY[0].mails;
  for (const { name, email } of addresses(first + 5)) {
    const input = { ...answering("going"), guestId: randomUUID(), name, email };
    await changeEvent(gathering.id, addGuest, input, asUser(gathering.host));
  }
  await moveTo(gathering, 20);
  expect(await deliver()).toHaveLength(first);
  expect(await held()).toEqual([{ held_by: "account", count: 5 }]);
});

test("who was invited hears of every change; an address entered in their place afterwards is a new one", async () => {
  const gathering = await anInvitedCrowd(post, addresses(20));
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

test("whoever is sent back to the waitlist and promoted again and again, under an address nobody has proven, has that mailed once an hour", async () => {
  const gathering = await aGathering(post.world, { guests: 2, fields: { capacity: 1 } });
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
