import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, answering, asGuest, asUser, createWorld } from "../testing/world.ts";
import { answerInvitation } from "./commands.ts";
import { guestsCsv } from "./export.ts";
import { moveOnWaitlist } from "./move-on-waitlist.ts";

const { db } = await testDatabase();
const world = createWorld(db);

test("the file has each party's place on the waitlist, as the page shows it, also after hosts have moved one", async () => {
  const gathering = await aGathering(world, { guests: 4, fields: { capacity: 1 } });
  for (const guest of gathering.guests) await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(guest));
  const moves = [{ guestId: gathering.guests[3]!.id, to: "first" as const }];
  await world.changeEvent(gathering.id, moveOnWaitlist, { commandId: randomUUID(), moves }, asUser(gathering.host));

  const [header, ...rows] = (await guestsCsv(db, gathering.id))!
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
  const column = header!.indexOf('"place"');
  expect(rows.map((row) => row[column])).toEqual(['""', '"2"', '"3"', '"1"']);
});
