import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testApp } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser, createWorld, type Gathering } from "../testing/world.ts";
import { answerInvitation, editGuest } from "./commands.ts";
import { editEvent } from "../events/commands.ts";

const { deps, server } = await testApp();
const world = { ...createWorld(deps.db), changeEvent: deps.changeEvent };

async function listOf({ id }: Gathering): Promise<{ names: string[]; seq: number }> {
  const reply = await server.inject({ url: `/api/events/${id}/guests`, headers: { host: "turnout.test" } });
  const { guests, seq } = reply.json() as { guests: { name: string }[]; seq: number };
  return { names: guests.map(({ name }) => name), seq };
}

test("the list that others see has each change as soon as it is committed, also when it was read just before", async () => {
  const gathering = await aGathering(world, { guests: 2, fields: { visibility: "public", guestListFor: "everyone" } });
  const { id, host, guests } = gathering;
  const seqs: number[] = [];
  const expectNames = async (...names: string[]) => {
    for (let read = 0; read < 2; read++) {
      const list = await listOf(gathering);
      expect(list.names).toEqual(names);
      seqs.push(list.seq);
    }
  };
  await expectNames();
  const outcome = await deps.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[0]!));
  await expectNames("Guest 1");
  await deps.changeEvent(id, answerInvitation, answering("maybe"), asGuest(guests[1]!));
  await expectNames("Guest 1", "Guest 2");
  await deps.changeEvent(id, editGuest, { commandId: randomUUID(), guestId: guests[0]!.id, name: "Zoe" }, asUser(host));
  await expectNames("Guest 2", "Zoe");
  await deps.changeEvent(id, answerInvitation, answering("declined"), asGuest(guests[1]!));
  await expectNames("Zoe");
  const edit = editEvent({ needs: [], afterEdit: () => {} });
  await deps.changeEvent(id, edit, { commandId: randomUUID(), fields: { guestListFor: "hosts" } }, asUser(host));
  await expectNames();
  expect(seqs[2]).toBe(outcome.seq);
  expect(new Set(seqs).size).toBe(6);
});
