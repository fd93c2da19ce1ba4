import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { removeGuest } from "../guests/commands.ts";
import { recordDeliveries, revokeInvitation } from "../invitations/commands.ts";
import { systemCaller } from "../log/caller.ts";
import { readLog } from "../log/read-log.ts";
import { aGathering, asUser, createWorld } from "../testing/world.ts";
import type { DeliveryNews } from "./job-payloads.ts";
import { bulkMailJobs } from "./jobs.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const attempt = { willBeRetried: true };

/** The jobs of a worker, and the commands that they sent. */
function recording() {
  const sent: { eventId: string; commandId: string; guests: string[] }[] = [];
  const changeEvent = async (eventId: string, _command: unknown, input: { commandId: string; deliveries: { guestId: string }[] }) => {
    sent.push({ eventId, commandId: input.commandId, guests: input.deliveries.map(({ guestId }) => guestId) });
  };
  const { recordDelivery } = bulkMailJobs({ changeEvent } as never);
  return { sent, record: (news: DeliveryNews) => recordDelivery(news as never, attempt) };
}

test("a list of deliveries is one command for each event, with the same id when the list is worked on again", async () => {
  const [here, there, batch] = [randomUUID(), randomUUID(), randomUUID()];
  const news = [here, here, there].map((eventId) => ({
    eventId,
    batch,
    mailId: randomUUID(),
    guestId: randomUUID(),
    delivery: "sent" as const,
  }));
  const { sent, record } = recording();
  for (let times = 0; times < 2; times++) await Promise.all(news.map((one) => record(one)));
  expect(sent.map(({ eventId, guests }) => [eventId, guests.length])).toEqual([
    [here, 2],
    [there, 1],
    [here, 2],
    [there, 1],
  ]);
  expect(sent.slice(2)).toEqual(sent.slice(0, 2));
});

test("deliveries in jobs of earlier versions, which name no list, are recorded one by one", async () => {
  const [eventId, { sent, record }] = [randomUUID(), recording()];
  const news = () => ({ eventId, mailId: randomUUID(), guestId: randomUUID(), delivery: "failed" as const });
  await Promise.all([record(news()), record(news())]);
  expect(sent.map(({ guests }) => guests.length)).toEqual([1, 1]);
});

test("of a list, guests who are gone, revoked or known to have got it change nothing, and the others do", async () => {
  const { id, host, guests } = await aGathering(world, { guests: 4 });
  const [gone, revoked, known, fresh] = guests.map(({ id: guestId }) => guestId) as [string, string, string, string];
  const record = (...guestIds: string[]) => {
    const deliveries = guestIds.map((guestId) => ({ guestId, delivery: "failed" as const }));
    return world.changeEvent(id, recordDeliveries, { commandId: randomUUID(), deliveries }, systemCaller);
  };
  await world.changeEvent(id, removeGuest, { commandId: randomUUID(), guestId: gone }, asUser(host));
  await world.changeEvent(id, revokeInvitation, { commandId: randomUUID(), guestId: revoked }, asUser(host));
  const { seq: before } = await record(known);
  const { seq: after } = await record(gone, revoked, known, randomUUID(), fresh);
  const { entries } = await readLog(db, id, { after: before, upTo: after });
  expect(entries.map(({ body }) => body)).toEqual([{ type: "delivery.changed", guestId: fresh, delivery: "failed" }]);
});
