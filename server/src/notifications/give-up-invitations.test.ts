import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { removeGuest } from "../guests/commands.ts";
import { resendInvitation } from "../invitations/commands.ts";
import { ACCOUNT_A_DAY } from "../mail/budget.ts";
import { forgetOldMail, MAIL_KEPT_DAYS } from "../mail/forget-old-mail.ts";
import { asUser } from "../testing/world.ts";
import { GIVEN_UP_AT_ONCE, giveUpInvitations } from "./give-up-invitations.ts";
import { heldInvitations } from "./held-invitations.ts";
import { anInvitedCrowd, aPostOffice, invitees } from "./post-office.test-support.ts";

const post = await aPostOffice();
const addresses = (count: number) => invitees(count).map((guest) => ({ ...guest, email: `${randomUUID()}@example.org` }));
const later = new Date(Date.now() + (MAIL_KEPT_DAYS + 1) * 86_400_000);

/** Sends what may go; what has to wait keeps waiting, since nobody comes back to it. */
async function deliver() {
  await post.deliver({
    mailAllowance: "auto",
    enqueue: async (_tx, jobs) => void post.waiting.push(...jobs.filter((job) => !job.startAfter)),
  });
}

async function passTime() {
  await giveUpInvitations(post, later);
  await forgetOldMail(post.db, later);
}

async function deliveries(eventId: string): Promise<Record<string, number>> {
  const found = await sql<{ delivery: string; count: number }>`
    select delivery, count(*)::int as count from guests where event_id = ${eventId} and removed_at is null group by delivery`.execute(
    post.db,
  );
  return Object.fromEntries(found.rows.map(({ delivery, count }) => [delivery, count]));
}

const held = (eventId: string) => heldInvitations(post.db, eventId, { allowance: "auto", now: later });

async function historyOf(guestId: string) {
  const { rows } = await sql<{ news: string }>`
    select coalesce(body ->> 'delivery', '') as news from event_log where about = ${guestId} and body ->> 'type' = 'delivery.changed'`.execute(
    post.db,
  );
  return rows.map(({ news }) => news);
}

test("an invitation that waited until its mail is forgotten is said to have failed, once, and counts as on its way no more", async () => {
  const [aDay, waited] = [ACCOUNT_A_DAY[0].mails, 5];
  const crowd = await anInvitedCrowd(post, addresses(aDay + waited));
  await deliver();
  const [one] = (await held(crowd.id)).held;
  await giveUpInvitations(post, new Date(later.getTime() - 2 * 86_400_000)); // not yet
  expect(await deliveries(crowd.id)).toEqual({ sent: aDay, queued: waited });
  await passTime();
  await passTime();
  expect(await deliveries(crowd.id)).toEqual({ sent: aDay, failed: waited });
  expect(await held(crowd.id)).toMatchObject({ onTheWay: 0, held: [] });
  expect((await held(crowd.id)).failed).toHaveLength(waited);
  expect(await historyOf(one!.guestId)).toEqual(["failed"]);
});

test("so is one whose mail was forgotten before anybody said so", async () => {
  const crowd = await anInvitedCrowd(post, addresses(1));
  await forgetOldMail(post.db, later);
  await passTime();
  expect(await deliveries(crowd.id)).toEqual({ failed: 1 });
});

test("sent again within that time, an invitation still waits; who is off the list is told of nowhere", async () => {
  const crowd = await anInvitedCrowd(post, addresses(2));
  const [first, second] = crowd.guests;
  await sql`update event_log set at = at - ${`${MAIL_KEPT_DAYS + 5} days`}::interval where event_id = ${crowd.id}`.execute(post.db);
  await sql`update guests set added_at = added_at - ${`${MAIL_KEPT_DAYS + 5} days`}::interval where event_id = ${crowd.id}`.execute(
    post.db,
  );
  await post.changeEvent(crowd.id, resendInvitation, { commandId: randomUUID(), guestId: first!.id }, asUser(crowd.host));
  await post.changeEvent(crowd.id, removeGuest, { commandId: randomUUID(), guestId: second!.id }, asUser(crowd.host));
  await giveUpInvitations(post, new Date());
  expect(await deliveries(crowd.id)).toEqual({ queued: 1 });
  expect(await historyOf(second!.id)).toEqual([]);
});

test("however many wait, none is left out", async () => {
  const crowd = await anInvitedCrowd(post, addresses(GIVEN_UP_AT_ONCE + 3));
  await passTime();
  expect(await deliveries(crowd.id)).toEqual({ failed: GIVEN_UP_AT_ONCE + 3 });
});
