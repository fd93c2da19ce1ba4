import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { ACCOUNT_A_DAY, RECIPIENT_A_DAY } from "../mail/budget.ts";
import { removeGuest } from "../guests/commands.ts";
import { asUser } from "../testing/world.ts";
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
  expect(await held(crowd.id)).toEqual({ onTheWay: first + 5, held: [], aDay: null });
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
  expect(await held(crowd.id)).toEqual({ onTheWay: 0, held: [], aDay: null });
});
