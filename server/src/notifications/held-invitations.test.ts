import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { ACCOUNT_A_DAY, RECIPIENT_A_DAY } from "../mail/budget.ts";
import { inviteHost, openHostInvitations } from "../events/host-invitations.ts";
import { answerForGuest, removeGuest } from "../guests/commands.ts";
import { inviteGuests, recordDeliveries } from "../invitations/commands.ts";
import { systemCaller } from "../log/caller.ts";
import { answering, asUser } from "../testing/world.ts";
import { heldInvitations } from "./held-invitations.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite } from "./mail-pipeline.test-support.ts";

const pipeline = await createMailPipeline();
const allowance = "auto" as const;
const addresses = (count: number) => guestsToInvite(count).map((guest) => ({ ...guest, email: `${randomUUID()}@example.org` }));
const held = (eventId: string) => heldInvitations(pipeline.db, eventId, { allowance, now: new Date() });
const DAY = 86_400_000;

/** Sends what may go, and leaves what has to wait. */
async function deliver() {
  await pipeline.deliver({
    mailAllowance: allowance,
    enqueue: async (_tx, jobs) => void pipeline.waiting.push(...jobs.filter((j) => !j.startAfter)),
  });
}

test("hosts see which invitations of a new account are held, until when, and the daily allowance", async () => {
  const first = ACCOUNT_A_DAY[0].mails;
  const event = await anEventWithGuests(pipeline, addresses(first + 5));
  expect(await held(event.id)).toMatchObject({ onTheWay: first + 5, held: [], failed: [], aDay: null });
  await deliver();
  const waiting = await held(event.id);
  expect(waiting).toMatchObject({ onTheWay: 0, aDay: first });
  expect(waiting.held.map(({ by }) => by)).toEqual(Array(5).fill("account"));
  expect(Date.parse(waiting.held[0]!.until)).toBeGreaterThan(Date.now() + DAY - 60_000);
  const queued = await sql<{ id: string }>`select id from guests where event_id = ${event.id} and delivery = 'queued'`.execute(pipeline.db);
  expect(waiting.held.map(({ guestId }) => guestId).toSorted()).toEqual(queued.rows.map(({ id }) => id).toSorted());
});

test("of an event that is over no invitation waits or is on its way: none goes out any more", async () => {
  const event = await anEventWithGuests(pipeline, addresses(ACCOUNT_A_DAY[0].mails + 1));
  await deliver();
  const [last] = addresses(1);
  await pipeline.changeEvent(
    event.id,
    inviteGuests,
    { commandId: randomUUID(), guests: [last!], message: "", send: true },
    asUser(event.host),
  );
  expect(await held(event.id)).toMatchObject({ onTheWay: 1, held: [{ by: "account" }], waiting: [{}] });
  await sql`update events set starts_at = now() - interval '2 days', ends_at = now() - interval '1 day' where id = ${event.id}`.execute(
    pipeline.db,
  );
  expect(await held(event.id)).toMatchObject({ onTheWay: 0, held: [], waiting: [], aDay: null });
});

test("an address that has reached its daily limit is a separate reason, without the account's numbers", async () => {
  const [grace] = addresses(1);
  for (let i = 0; i < RECIPIENT_A_DAY; i += 1) await anEventWithGuests(pipeline, [{ ...grace!, guestId: randomUUID() }]);
  const last = await anEventWithGuests(pipeline, [grace!]);
  await deliver();
  expect(await held(last.id)).toMatchObject({ held: [{ guestId: grace!.guestId, by: "recipient" }], aDay: null });
});

test("a removed guest has no held invitation", async () => {
  const event = await anEventWithGuests(pipeline, addresses(ACCOUNT_A_DAY[0].mails + 1));
  await deliver();
  const [one] = (await held(event.id)).held;
  await pipeline.changeEvent(event.id, removeGuest, { commandId: randomUUID(), guestId: one!.guestId }, asUser(event.host));
  expect(await held(event.id)).toMatchObject({ onTheWay: 0, held: [], failed: [], aDay: null });
});

test("hosts see the state of an invitation to co-host: queued, held and why, sent, or not delivered", async () => {
  const gathering = await anEventWithGuests(pipeline, []);
  const email = `${randomUUID()}@example.org`;
  async function inviteAgain() {
    const { id, token } = await inviteHost(pipeline.db, { eventId: gathering.id, email, createdBy: gathering.host.id });
    const cause = `hostInvitation:${id}`;
    await pipeline.db
      .transaction()
      .execute((tx) =>
        pipeline.queueMail(tx, { cause, kind: "hostInvitation", recipient: email, payload: { invitationId: id, url: `/host/${token}` } }),
      );
  }
  const open = async () => (await openHostInvitations(pipeline.db, gathering.id)).map(({ mail, held: wait }) => [mail, wait?.by ?? null]);
  for (let i = 0; i <= RECIPIENT_A_DAY; i += 1) await inviteAgain();
  expect(await open()).toEqual(Array(RECIPIENT_A_DAY + 1).fill(["queued", null]));
  await deliver();
  expect(await open()).toEqual([...Array(RECIPIENT_A_DAY).fill(["sent", null]), ["queued", "recipient"]]);
  await sql`update mails set state = 'failed' where state = 'queued' and recipient = ${email}`.execute(pipeline.db);
  expect((await open()).at(-1)).toEqual(["failed", null]);
  await sql`delete from mails where recipient = ${email}`.execute(pipeline.db);
  expect(await open()).toEqual(Array(RECIPIENT_A_DAY + 1).fill([null, null]));
});

test("guests whose invitation failed are listed, unless they have answered", async () => {
  const event = await anEventWithGuests(pipeline, addresses(2));
  const [first, second] = event.guests;
  const deliveries = event.guests.map(({ id: guestId }) => ({ guestId, delivery: "failed" as const }));
  await pipeline.changeEvent(event.id, recordDeliveries, { commandId: randomUUID(), deliveries }, systemCaller);
  await pipeline.changeEvent(event.id, answerForGuest, { ...answering("going"), guestId: second!.id }, asUser(event.host));
  expect(await held(event.id)).toMatchObject({ onTheWay: 0, held: [], failed: [first!.id], aDay: null });
});
