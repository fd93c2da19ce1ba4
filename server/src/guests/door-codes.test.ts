import { randomUUID } from "node:crypto";
import { importDoorKey, readDoorCode, verifyDoorCode } from "@turnout/contract/door-codes";
import type { FoundByCode } from "@turnout/contract/door";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { readmitGuest, revokeInvitation } from "../invitations/commands.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, asUser, createWorld, type Gathering } from "../testing/world.ts";
import { removeGuest } from "./commands.ts";
import { doorKeyOf, KEYS_READY } from "./door-keys.ts";
import { findByDoorCode } from "./find-by-door-code.ts";

const { deps, server } = await testApp();
const { db } = deps;
const world = { ...createWorld(db), changeEvent: deps.changeEvent };
const input = (guestId: string) => ({ commandId: randomUUID(), guestId });

const get = (url: string, cookie = "") => server.inject({ url, headers: { host: "turnout.test", origin: testUrl, cookie } });

/** A browser that has opened the first guest's link. */
async function aGuestsBrowser({ id, guests }: Gathering): Promise<string> {
  const opened = await get(`/i/${await makePersonalLink(db, id, guests[0]!.id)}`);
  return opened.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

async function codeOf(gathering: Gathering, accessVersion = 1): Promise<string> {
  return (await doorKeyOf(db, gathering.id)).codeOf({ id: gathering.guests[0]!.id, access_version: accessVersion });
}

test("a guest gets a code of their own, which a device checks with the event's public key, and which holds nothing but ids", async () => {
  const gathering = await aGathering(world, { guests: 2 });
  const { url } = (await get(`/api/events/${gathering.id}/door-code`, await aGuestsBrowser(gathering))).json<{ url: string }>();
  const { publicKey } = await doorKeyOf(db, gathering.id);
  const says = { eventId: gathering.id, guestId: gathering.guests[0]!.id, version: 1 };
  expect(await verifyDoorCode(await importDoorKey(publicKey), url)).toEqual(says);
  expect(url).toBe(`${testUrl}/c/${await codeOf(gathering)}`);
});

test("an ordinary camera that reads a code is led to the event's page, and becomes nobody by it", async () => {
  const gathering = await aGathering(world, { guests: 1, fields: { visibility: "invited" } });
  const opened = await get(`/c/${await codeOf(gathering)}`);
  expect([opened.statusCode, opened.headers.location, opened.cookies]).toEqual([302, `/e/${gathering.id}`, []]);
  expect((await get(`/e/${gathering.id}`)).statusCode).toBe(404);
  expect((await get("/c/nonsense")).statusCode).toBe(404);
});

test("two that ask for the first code of an event at once get the same key", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const keys = await Promise.all(Array.from({ length: 8 }, () => doorKeyOf(db, gathering.id)));
  expect(new Set(keys.map(({ publicKey }) => publicKey)).size).toBe(1);
});

test("a code is its guest's for as long as their access is: not once hosts revoke it or remove them, and again once they are readmitted", async () => {
  const gathering = await aGathering(world, { guests: 2 });
  const { id, host, guests } = gathering;
  const [guest] = guests;
  const verdict = async (code: string): Promise<FoundByCode["verdict"]> => (await findByDoorCode(db, id, code)).verdict;
  const first = await codeOf(gathering);
  expect(await findByDoorCode(db, id, first)).toMatchObject({ verdict: "listed", guest: { guestId: guest!.id, name: guest!.name } });

  await deps.changeEvent(id, removeGuest, input(guest!.id), asUser(host));
  expect(await findByDoorCode(db, id, first)).toMatchObject({ verdict: "removed", guest: { name: guest!.name } });
  await deps.changeEvent(id, readmitGuest, { ...input(guest!.id), email: null, userId: null }, asUser(host));
  expect(await verdict(first)).toBe("listed");

  await deps.changeEvent(id, revokeInvitation, input(guest!.id), asUser(host));
  expect(await verdict(first)).toBe("ended");
  expect(await verdict(await codeOf(gathering, 2))).toBe("listed");
});

test("a code of another event, a forged one, one of nobody and any other text name nobody", async () => {
  const [own, other] = [await aGathering(world, { guests: 1 }), await aGathering(world, { guests: 1 })];
  const nobody = { verdict: "forged", guest: null };
  expect(await findByDoorCode(db, own.id, await codeOf(other))).toEqual({ verdict: "otherEvent", guest: null });
  const forged = (await doorKeyOf(db, other.id)).codeOf({ id: own.guests[0]!.id, access_version: 1 });
  const says = Buffer.from(await codeOf(own), "base64url").subarray(0, 35);
  const spliced = Buffer.concat([says, Buffer.from(forged, "base64url").subarray(35)]).toString("base64url");
  expect(readDoorCode(spliced)).toMatchObject({ eventId: own.id, guestId: own.guests[0]!.id });
  expect(await findByDoorCode(db, own.id, spliced)).toEqual(nobody);
  const ofNobody = (await doorKeyOf(db, own.id)).codeOf({ id: randomUUID(), access_version: 1 });
  for (const text of [ofNobody, "https://elsewhere.example/menu", " "]) expect(await findByDoorCode(db, own.id, text)).toEqual(nobody);
});

test("no more keys are kept ready than there may be, and each event has its own all along", async () => {
  const [one, other] = [await aGathering(world, { guests: 1 }), await aGathering(world, { guests: 1 })];
  const first = await doorKeyOf(db, one.id);
  expect(await doorKeyOf(db, one.id)).toBe(first);
  const ids = Array.from({ length: KEYS_READY }, () => randomUUID());
  await sql`insert into events (id, title) select unnest(${ids}::uuid[]), 'Picnic'`.execute(db);
  for (const id of ids) await doorKeyOf(db, id);
  const again = await doorKeyOf(db, one.id);
  expect(again).not.toBe(first);
  expect(again.publicKey).toBe(first.publicKey);
  expect((await doorKeyOf(db, other.id)).publicKey).not.toBe(first.publicKey);
});

test("a key ends with its event", async () => {
  const { id } = await aGathering(world, { guests: 1 });
  await doorKeyOf(db, id);
  await sql`delete from events where id = ${id}`.execute(db);
  const { rows } = await sql`select from door_keys where event_id = ${id}`.execute(db);
  expect(rows).toHaveLength(0);
});
