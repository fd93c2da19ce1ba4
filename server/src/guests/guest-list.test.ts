import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser, createWorld, type Gathering } from "../testing/world.ts";
import { sql } from "kysely";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { addHost, editEvent } from "../events/commands.ts";
import { answerInvitation, editGuest } from "./commands.ts";
import { GUEST_PAGE } from "./queries.ts";

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

test("searches and further pages are read for themselves, also just after the list that all begin with", async () => {
  const gathering = await aGathering(world, { guests: GUEST_PAGE + 1, fields: { visibility: "public", guestListFor: "everyone" } });
  await Promise.all(gathering.guests.map((guest) => deps.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(guest))));
  const page = async (query: string) => {
    const reply = await server.inject({ url: `/api/events/${gathering.id}/guests${query}`, headers: { host: "turnout.test" } });
    return reply.json<{ guests: { name: string }[]; next: string | null }>();
  };
  const first = await page("");
  expect(first.guests).toHaveLength(GUEST_PAGE);
  const found = await page("?search=Guest%2042");
  expect(found.guests.map(({ name }) => name)).toEqual(["Guest 42"]);
  const second = await page(`?cursor=${first.next}`);
  expect(second.guests).toHaveLength(1);
  expect(first.guests.map(({ name }) => name)).not.toContain(second.guests[0]!.name);
  expect((await page("?standing=maybe")).guests).toEqual([]);
});

test("a host's list shows what changes without an entry, also just after it was read", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const [email, password] = [`${randomUUID()}@example.org`, randomUUID()];
  const passwordHash = await hashPassword(password);
  const account = await deps.db.transaction().execute((tx) => createAccount(tx, { name: "Barbara", email, locale: "en", passwordHash }));
  await deps.changeEvent(gathering.id, addHost, { commandId: randomUUID() }, asUser({ id: account!, name: "Barbara" }));
  const headers = { host: "turnout.test", origin: testUrl };
  const signedIn = await server.inject({ method: "POST", url: "/api/auth/sign-in", headers, payload: { email, password } });
  const cookie = String(signedIn.headers["set-cookie"]).split(";")[0]!;
  const deliveries = async () => {
    const reply = await server.inject({ url: `/api/events/${gathering.id}/guests`, headers: { ...headers, cookie } });
    return reply.json<{ guests: { delivery: string }[] }>().guests.map(({ delivery }) => delivery);
  };
  const before = await deliveries();
  await sql`update guests set delivery = 'failed' where event_id = ${gathering.id}`.execute(deps.db);
  expect(await deliveries()).toEqual(["failed"]);
  expect(before).toHaveLength(1);
  expect(before).not.toEqual(["failed"]);
});
