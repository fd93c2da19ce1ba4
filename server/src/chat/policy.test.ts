import { randomUUID } from "node:crypto";
import type { ChatMode } from "@turnout/contract/events";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { editEvent } from "../events/commands.ts";
import type { Caller } from "../log/caller.ts";
import { aGathering, asGuest, asUser, asVisitor, createWorld, guestViewer, hostViewer, type Gathering } from "../testing/world.ts";
import { expectConvergence } from "../testing/expect-convergence.ts";
import { deleteMessage, editMessage, pinMessage, postMessage, unpinMessage } from "./commands.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const edit = editEvent({ needs: [], afterEdit: () => {} });
const code = (act: Promise<unknown>) => act.then(() => "accepted").catch((error: { code: string }) => error.code);

const post = ({ id }: Gathering, caller: Caller, commandId: string = randomUUID()) =>
  code(world.changeEvent(id, postMessage, { commandId, text: "Hello", replyTo: null }, caller));
const set = ({ id, host }: Gathering, chat: ChatMode) =>
  world.changeEvent(id, edit, { commandId: randomUUID(), fields: { chat } }, asUser(host));

test("hosts and guests post while the chat is open, only hosts while it is read-only, nobody while it is closed, others never", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const speakers = [asUser(gathering.host), asGuest(gathering.guests[0]!), asVisitor("lin")];
  const all = () => Promise.all(speakers.map((caller) => post(gathering, caller)));
  expect(await all()).toEqual(["accepted", "accepted", "event_not_found"]);
  await set(gathering, "readOnly");
  expect(await all()).toEqual(["accepted", "chat_read_only", "event_not_found"]);
  await set(gathering, "closed");
  expect(await all()).toEqual(["chat_closed", "chat_closed", "event_not_found"]);
});

test("authors edit their own messages only; hosts delete any message, others their own", async () => {
  const gathering = await aGathering(world, { guests: 2 });
  const [host, grace, lin] = [asUser(gathering.host), asGuest(gathering.guests[0]!), asGuest(gathering.guests[1]!)];
  const said = randomUUID();
  await post(gathering, grace, said);
  const change = (caller: Caller, text: string) =>
    code(world.changeEvent(gathering.id, editMessage, { commandId: randomUUID(), messageId: said, text }, caller));
  const remove = (caller: Caller) =>
    code(world.changeEvent(gathering.id, deleteMessage, { commandId: randomUUID(), messageId: said }, caller));
  expect([await change(host, "a"), await change(lin, "b"), await change(grace, "c")]).toEqual(["not_allowed", "not_allowed", "accepted"]);
  expect([await remove(lin), await remove(host)]).toEqual(["not_allowed", "accepted"]);
  expect([await change(grace, "d"), await remove(grace)]).toEqual(["message_not_found", "message_not_found"]);
});

test("hosts pin one message, in place of another, and unpin it; a message that is gone is neither pinned nor stays so", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const [host, grace] = [asUser(gathering.host), asGuest(gathering.guests[0]!)];
  const [first, second] = [randomUUID(), randomUUID()];
  for (const said of [first, second]) await post(gathering, grace, said);
  const send = (command: typeof pinMessage, messageId: string, caller = host) =>
    code(world.changeEvent(gathering.id, command, { commandId: randomUUID(), messageId }, caller));
  const pinned = async () => (await world.snapshot(gathering.id, guestViewer(gathering.guests[0]!)))!.pinned?.messageId ?? null;

  expect([await send(pinMessage, first, grace), await send(pinMessage, randomUUID())]).toEqual(["not_allowed", "message_not_found"]);
  expect([await send(pinMessage, first), await pinned()]).toEqual(["accepted", first]);
  expect([await send(pinMessage, second), await pinned()]).toEqual(["accepted", second]);
  expect([await send(unpinMessage, second, grace), await send(unpinMessage, first), await pinned()]).toEqual([
    "not_allowed",
    "accepted", // somebody has pinned another meanwhile: that one stays
    second,
  ]);
  expect([await send(unpinMessage, second), await pinned()]).toEqual(["accepted", null]);
  await send(pinMessage, first);
  expect([await send(deleteMessage, first, grace), await pinned(), await send(pinMessage, first)]).toEqual([
    "accepted",
    null,
    "message_not_found",
  ]);
  const stored = await sql<{ of: string | null }>`select pinned_message_id as of from events where id = ${gathering.id}`.execute(db);
  expect(stored.rows).toEqual([{ of: null }]);
  await set(gathering, "closed");
  expect(await send(pinMessage, second)).toBe("chat_closed");
});

test("[L5] a conversation that is closed and reopened is the same for a viewer who stayed as after a reload", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  await post(gathering, asGuest(gathering.guests[0]!));
  for (const chat of ["readOnly", "closed", "open"] as const)
    await expectConvergence(world, gathering.id, [hostViewer(gathering), guestViewer(gathering.guests[0]!)], () => set(gathering, chat));
});
