import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { addHost, removeHost } from "../events/commands.ts";
import { aGathering, asUser, aUser, createWorld } from "../testing/world.ts";
import { myEvents } from "./my-events.ts";
import { grantGuest } from "./visits.ts";

const { db } = await testDatabase();
const world = createWorld(db);

test("a browser lists the event of its personal link until the host who handed the link over stops hosting", async () => {
  const { id, host, guests } = await aGathering(world, { guests: 2 });
  const lin = await aUser(world, "Lin");
  await world.changeEvent(id, addHost, { commandId: randomUUID() }, asUser(lin));
  const [byLin, byMail] = [randomUUID(), randomUUID()];
  await grantGuest(db, byLin, { eventId: id, guestId: guests[0]!.id, accessVersion: 1, madeBy: lin.id });
  await grantGuest(db, byMail, { eventId: id, guestId: guests[1]!.id, accessVersion: 1 });
  const found = async (visitId: string) => (await myEvents(db, { user: null, sessionId: null, visitId })).map(({ eventId }) => eventId);
  expect([await found(byLin), await found(byMail)]).toEqual([[id], [id]]);
  await world.changeEvent(id, removeHost, { commandId: randomUUID(), userId: lin.id }, asUser(host));
  expect([await found(byLin), await found(byMail)]).toEqual([[], [id]]);
});
