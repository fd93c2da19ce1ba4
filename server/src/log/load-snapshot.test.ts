import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { chatInSnapshot } from "../chat/queries.ts";
import { postMessage } from "../chat/commands.ts";
import { testDatabase } from "../db/test-database.ts";
import { eventInSnapshot } from "../events/queries.ts";
import { guestsInSnapshot, loadMe } from "../guests/queries.ts";
import { aGathering, asUser, createWorld, guestViewer, hostViewer, publicViewer } from "../testing/world.ts";
import { createSnapshotLoader, type SnapshotPart } from "./load-snapshot.ts";

const { db } = await testDatabase();
const world = createWorld(db);

test("[L5] a change between the reads of a snapshot's position and of a part is in neither", async () => {
  const gathering = await aGathering(world);
  const say = (text: string) =>
    world.changeEvent(gathering.id, postMessage, { commandId: randomUUID(), text, replyTo: null }, asUser(gathering.host));
  const { seq } = await say("before");
  const afterwards: SnapshotPart = async (...asked) => {
    await say("meanwhile");
    return chatInSnapshot(...asked);
  };
  const load = createSnapshotLoader(db, [afterwards]);
  const snapshot = await load(gathering.id, hostViewer(gathering));
  expect(snapshot?.shared.seq).toBe(seq);
  expect(snapshot?.shared.messages.map(({ text }) => text)).toEqual(["before"]);
});

test("viewers of all classes who load at the same moment each get their own part and that of their class", async () => {
  const gathering = await aGathering(world, { guests: 2 });
  const load = createSnapshotLoader(db, [eventInSnapshot, guestsInSnapshot, chatInSnapshot], loadMe);
  const [grace, lin] = gathering.guests.map(guestViewer);
  const viewers = [publicViewer, grace!, hostViewer(gathering), lin!];
  const together = await Promise.all(viewers.map((viewer) => load(gathering.id, viewer)));
  expect(together.map((one) => one!.own.me?.name ?? null)).toEqual([null, "Guest 1", null, "Guest 2"]);
  expect(together.map((one) => one!.shared.tally.silent)).toEqual([null, null, 2, null]);
  for (const [index, viewer] of viewers.entries()) expect(together[index]).toEqual(await load(gathering.id, viewer));
});
