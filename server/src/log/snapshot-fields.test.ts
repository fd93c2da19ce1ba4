import { randomUUID } from "node:crypto";
import { EventSnapshot } from "@turnout/contract/snapshot";
import { expect, test } from "vitest";
import { deleteMessage, editMessage, postMessage } from "../chat/commands.ts";
import { testDatabase } from "../db/test-database.ts";
import { answerInvitation } from "../guests/commands.ts";
import { aGathering, answering, asGuest, asUser, createWorld, guestViewer, hostViewer, publicViewer } from "../testing/world.ts";

const { db } = await testDatabase();
const world = createWorld(db);

test("a picture has the fields of the contract and no others, at any depth: it is sent as it is", async () => {
  const place = { kind: "online" as const, url: "https://meet.example.org/room" };
  const gathering = await aGathering(world, { guests: 4, fields: { capacity: 2, guestListFor: "everyone", place } });
  const [grace, lin, waiting] = gathering.guests as [
    (typeof gathering.guests)[0],
    (typeof gathering.guests)[0],
    (typeof gathering.guests)[0],
  ];
  for (const guest of [grace, lin, waiting])
    await world.changeEvent(gathering.id, answerInvitation, { ...answering("going"), note: "late" }, asGuest(guest));
  const say = async (text: string, replyTo: string | null, caller = asGuest(grace)) => {
    const commandId = randomUUID();
    await world.changeEvent(gathering.id, postMessage, { commandId, text, replyTo }, caller);
    return commandId;
  };
  const first = await say("first", null, asUser(gathering.host));
  const second = await say("second", first);
  const third = await say("third", second);
  await world.changeEvent(gathering.id, editMessage, { commandId: randomUUID(), messageId: second, text: "2nd" }, asGuest(grace));
  await world.changeEvent(gathering.id, deleteMessage, { commandId: randomUUID(), messageId: third }, asUser(gathering.host));

  for (const viewer of [hostViewer(gathering), guestViewer(grace), guestViewer(waiting), guestViewer(gathering.guests[3]!), publicViewer]) {
    const sent: unknown = JSON.parse(JSON.stringify(await world.snapshot(gathering.id, viewer)));
    expect(sent).toEqual(EventSnapshot.parse(sent)); // parsing leaves out what the contract does not name
  }
});
