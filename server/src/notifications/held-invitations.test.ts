import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { ACCOUNT_A_DAY, RECIPIENT_A_DAY } from "../mail/budget.ts";
import { inviteHost, openHostInvitations } from "../events/host-invitations.ts";
import { answerForGuest, removeGuest } from "../guests/commands.ts";
import { recordDelivery } from "../invitations/commands.ts";
import { systemCaller } from "../log/caller.ts";
import { answering, asUser } from "../testing/world.ts";
import { heldInvitations } from "./held-invitations.ts";
import { anInvitedCrowd, aPostOffice, invitees } from "./post-office.test-support.ts";

const post = await aPostOffice();
const allowance = "auto" as const;
const addresses = (count: number) => invitees(count).map((guest) => ({ ...guest, email: `${randomUUID()}@example.org` }));
const held = (eventId: string) => heldInvitations(post.db, eventId, { allowance, now: new Date() });
const DAY = 86_400_000;

/** Sends what may go, and leaves what has to wait. */
async function deliver() {
  await post.deliver({
    mailAllowance: allowance,
    enqueue: async (_tx, jobs) => void post.waiting.push(...jobs.filter((j) => !j.startAfter)),
  });
}

test("of an account's first crowd hosts see who waits, until when, and how many mails may go a day", async () => {
  const first = ACCOUNT_A_DAY[0].mails;
  const crowd = await anInvitedCrowd(post, addresses(first + 5));
  expect(await held(crowd.id)).toEqual({ onTheWay: first + 5, held: [], failed: [], aDay: null });
  await deliver();
  const waiting = await held(crowd.id);
  expect(waiting).toMatchObject({ onTheWay: 0, aDay: first });
  expect(waiting.held.map(({ by }) => by)).toEqual(Array(5).fill("account"));
  expect(Date.parse(waiting.held[0]!.until)).toBeGreaterThan(Date.now() + DAY - 60_000);
  const queued = await sql<{ id: string }>`select id from guests where event_id = ${crowd.id} and delivery = 'queued'`.execute(post.db);
  expect(waiting.held.map(({ guestId }) => guestId).toSorted()).toEqual(queued.rows.map(({ id }) => id).toSorted());
});

test("an address that has had its mails of the day is a reason of its own, which names no number of an account's", async () => {
  const [grace] = addresses(1);
  for (let i = 0; i < RECIPIENT_A_DAY; i += 1) await anInvitedCrowd(post, [{ ...grace!, guestId: randomUUID() }]);
  const last = await anInvitedCrowd(post, [grace!]);
  await deliver();
  expect(await held(last.id)).toMatchObject({ held: [{ guestId: grace!.guestId, by: "recipient" }], aDay: null });
});

test("whoever is taken off the list waits for no mail any more", async () => {
  const crowd = await anInvitedCrowd(post, addresses(ACCOUNT_A_DAY[0].mails + 1));
  await deliver();
  const [one] = (await held(crowd.id)).held;
  await post.changeEvent(crowd.id, removeGuest, { commandId: randomUUID(), guestId: one!.guestId }, asUser(crowd.host));
  expect(await held(crowd.id)).toEqual({ onTheWay: 0, held: [], failed: [], aDay: null });
});

test("hosts see what became of an invitation to host with them: on its way, waiting and why, sent, or not delivered", async () => {
  const gathering = await anInvitedCrowd(post, []);
  const email = `${randomUUID()}@example.org`;
  async function inviteAgain() {
    const { id, token } = await inviteHost(post.db, { eventId: gathering.id, email, createdBy: gathering.host.id });
    const cause = `hostInvitation:${id}`;
    await post.db
      .transaction()
      .execute((tx) =>
        post.queueMail(tx, { cause, kind: "hostInvitation", recipient: email, payload: { invitationId: id, url: `/host/${token}` } }),
      );
  }
  const open = async () => (await openHostInvitations(post.db, gathering.id)).map(({ mail, held: wait }) => [mail, wait?.by ?? null]);
  for (let i = 0; i <= RECIPIENT_A_DAY; i += 1) await inviteAgain();
  expect(await open()).toEqual(Array(RECIPIENT_A_DAY + 1).fill(["queued", null]));
  await deliver();
  expect(await open()).toEqual([...Array(RECIPIENT_A_DAY).fill(["sent", null]), ["queued", "recipient"]]);
  await sql`update mails set state = 'failed' where state = 'queued' and recipient = ${email}`.execute(post.db);
  expect((await open()).at(-1)).toEqual(["failed", null]);
  await sql`delete from mails where recipient = ${email}`.execute(post.db);
  expect(await open()).toEqual(Array(RECIPIENT_A_DAY + 1).fill([null, null]));
});

test("whose invitation did not arrive is told apart, unless they have answered all the same", async () => {
  const crowd = await anInvitedCrowd(post, addresses(2));
  const [first, second] = crowd.guests;
  for (const { id: guestId } of crowd.guests)
    await post.changeEvent(crowd.id, recordDelivery, { commandId: randomUUID(), guestId, delivery: "failed" }, systemCaller);
  await post.changeEvent(crowd.id, answerForGuest, { ...answering("going"), guestId: second!.id }, asUser(crowd.host));
  expect(await held(crowd.id)).toEqual({ onTheWay: 0, held: [], failed: [first!.id], aDay: null });
});
