import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { chatInSnapshot } from "../chat/queries.ts";
import { postMessage } from "../chat/commands.ts";
import { testDatabase } from "../db/test-database.ts";
import { aGathering, asUser, createWorld, hostViewer } from "../testing/world.ts";
import { createSnapshotLoader, type SnapshotPart } from "./load-snapshot.ts";

const { db } = await testDatabase();
const world = createWorld(db);

test("[L5] a change between the reads of two parts of a snapshot is in neither the snapshot nor its position", async () => {
  const gathering = await aGathering(world);
  const say = (text: string) =>
    world.changeEvent(gathering.id, postMessage, { commandId: randomUUID(), text, replyTo: null }, asUser(gathering.host));
  const { seq } = await say("before");
  const meanwhile: SnapshotPart = async () => {
    await say("meanwhile");
    return () => ({});
  };
  const load = createSnapshotLoader(db, [meanwhile, chatInSnapshot]);
  const snapshot = await load(gathering.id, hostViewer(gathering));
  expect(snapshot?.shared.seq).toBe(seq);
  expect(snapshot?.shared.messages.map(({ text }) => text)).toEqual(["before"]);
});
