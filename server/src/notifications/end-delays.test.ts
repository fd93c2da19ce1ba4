import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { DeliveryState } from "@turnout/contract/invitations";
import { reportDelivery } from "../invitations/commands.ts";
import { systemCaller } from "../log/caller.ts";
import type { DeliveryReport } from "../mail/inbound/delivery-report.ts";
import type { Gathering } from "../testing/world.ts";
import { DELAYED_DAYS, endDelays } from "./end-delays.ts";
import { heldInvitations } from "./held-invitations.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite } from "./mail-pipeline.test-support.ts";

const pipeline = await createMailPipeline();
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

const report = ({ id, guests }: Gathering, at: number, given: DeliveryReport) =>
  pipeline.changeEvent(
    id,
    reportDelivery,
    { commandId: randomUUID(), guestId: guests[at]!.id, email: guestsToInvite(3)[at]!.email!, report: given },
    systemCaller,
  );

async function deliveries({ id }: Gathering): Promise<DeliveryState[]> {
  const { rows } = await sql<{ delivery: DeliveryState }>`
    select delivery from guests where event_id = ${id} order by array_position(${guestsToInvite(3).map(({ email }) => email)}, email)`.execute(
    pipeline.db,
  );
  return rows.map(({ delivery }) => delivery);
}

async function entriesAbout({ id }: Gathering): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from event_log where event_id = ${id}`.execute(pipeline.db);
  return rows[0]!.count;
}

test("a delay that nothing is heard of ends when no server tries any more, once; what has failed stays failed", async () => {
  const event = await anEventWithGuests(pipeline, guestsToInvite(3));
  await pipeline.deliver();
  expect(await deliveries(event)).toEqual(["sent", "sent", "sent"]);
  await report(event, 0, { state: "delayed" });
  await report(event, 1, { state: "delayed" });
  await report(event, 1, { state: "failed", reason: "noSuchAddress" });

  await endDelays(pipeline, inDays(DELAYED_DAYS - 0.1));
  expect(await deliveries(event), "not yet").toEqual(["delayed", "failed", "sent"]);
  const before = await entriesAbout(event);
  await endDelays(pipeline, inDays(DELAYED_DAYS + 0.1));
  await endDelays(pipeline, inDays(DELAYED_DAYS + 1));
  expect(await deliveries(event)).toEqual(["sent", "failed", "sent"]);
  expect(await entriesAbout(event)).toBe(before + 1);
  expect((await heldInvitations(pipeline.db, event.id, { allowance: "auto", now: inDays(7) })).held).toEqual([]);
});

test("a report that comes later still counts", async () => {
  const event = await anEventWithGuests(pipeline, guestsToInvite(3));
  await pipeline.deliver();
  await report(event, 0, { state: "delayed" });
  await endDelays(pipeline, inDays(DELAYED_DAYS + 1));
  await report(event, 0, { state: "failed", reason: "noSuchAddress" });
  expect(await deliveries(event)).toEqual(["failed", "sent", "sent"]);
});
