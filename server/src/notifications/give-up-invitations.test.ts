import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { removeGuest } from "../guests/commands.ts";
import { resendInvitation } from "../invitations/commands.ts";
import { ACCOUNT_A_DAY } from "../mail/budget.ts";
import { forgetOldMail, MAIL_KEPT_DAYS } from "../mail/forget-old-mail.ts";
import { asUser } from "../testing/world.ts";
import { giveUpInvitations } from "./give-up-invitations.ts";
import { AT_ONCE } from "./guests-in-pages.ts";
import { heldInvitations } from "./held-invitations.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite } from "./mail-pipeline.test-support.ts";

const pipeline = await createMailPipeline();
const addresses = (count: number) => guestsToInvite(count).map((guest) => ({ ...guest, email: `${randomUUID()}@example.org` }));
const later = new Date(Date.now() + (MAIL_KEPT_DAYS + 1) * 86_400_000);

/** Sends what may go; what has to wait keeps waiting, since nobody comes back to it. */
async function deliver() {
  await pipeline.deliver({
    mailAllowance: "auto",
    enqueue: async (_tx, jobs) => void pipeline.waiting.push(...jobs.filter((job) => !job.startAfter)),
  });
}

async function passTime() {
  await giveUpInvitations(pipeline, later);
  await forgetOldMail(pipeline.db, later);
}

async function deliveries(eventId: string): Promise<Record<string, number>> {
  const found = await sql<{ delivery: string; count: number }>`
    select delivery, count(*)::int as count from guests where event_id = ${eventId} and removed_at is null group by delivery`.execute(
    pipeline.db,
  );
  return Object.fromEntries(found.rows.map(({ delivery, count }) => [delivery, count]));
}

const held = (eventId: string) => heldInvitations(pipeline.db, eventId, { allowance: "auto", now: later });

async function historyOf(guestId: string) {
  const { rows } = await sql<{ news: string }>`
    select coalesce(body ->> 'delivery', '') as news from event_log where about = ${guestId} and body ->> 'type' = 'delivery.changed'`.execute(
    pipeline.db,
  );
  return rows.map(({ news }) => news);
}

test("an invitation whose held email expires is marked as failed, once, and no longer counts as queued", async () => {
  const [aDay, waited] = [ACCOUNT_A_DAY[0].mails, 5];
  const event = await anEventWithGuests(pipeline, addresses(aDay + waited));
  await deliver();
  const [one] = (await held(event.id)).held;
  await giveUpInvitations(pipeline, new Date(later.getTime() - 2 * 86_400_000)); // not yet
  expect(await deliveries(event.id)).toEqual({ sent: aDay, queued: waited });
  await passTime();
  await passTime();
  expect(await deliveries(event.id)).toEqual({ sent: aDay, failed: waited });
  expect(await held(event.id)).toMatchObject({ onTheWay: 0, held: [] });
  expect((await held(event.id)).failed).toHaveLength(waited);
  expect(await historyOf(one!.guestId)).toEqual(["failed"]);
});

test("so is one whose email expired earlier without being marked", async () => {
  const event = await anEventWithGuests(pipeline, addresses(1));
  await forgetOldMail(pipeline.db, later);
  await passTime();
  expect(await deliveries(event.id)).toEqual({ failed: 1 });
});

test("an invitation that is sent again within that time still waits, and removed guests are not marked", async () => {
  const event = await anEventWithGuests(pipeline, addresses(2));
  const [first, second] = event.guests;
  await sql`update event_log set at = at - ${`${MAIL_KEPT_DAYS + 5} days`}::interval where event_id = ${event.id}`.execute(pipeline.db);
  await sql`update guests set added_at = added_at - ${`${MAIL_KEPT_DAYS + 5} days`}::interval where event_id = ${event.id}`.execute(
    pipeline.db,
  );
  await pipeline.changeEvent(event.id, resendInvitation, { commandId: randomUUID(), guestId: first!.id }, asUser(event.host));
  await pipeline.changeEvent(event.id, removeGuest, { commandId: randomUUID(), guestId: second!.id }, asUser(event.host));
  await giveUpInvitations(pipeline, new Date());
  expect(await deliveries(event.id)).toEqual({ queued: 1 });
  expect(await historyOf(second!.id)).toEqual([]);
});

test("all of many held invitations are marked", async () => {
  const event = await anEventWithGuests(pipeline, addresses(AT_ONCE + 3));
  await passTime();
  expect(await deliveries(event.id)).toEqual({ failed: AT_ONCE + 3 });
});
