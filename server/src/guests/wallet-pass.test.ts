import { readDoorCode } from "@turnout/contract/door-codes";
import { expect, test } from "vitest";
import { eventRow } from "../events/queries.ts";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { skipWithout } from "../testing/child-server.test-support.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, createWorld, type Gathering } from "../testing/world.ts";
import { aPassSigner } from "../wallet/pass-signer.test-support.ts";
import { PASS_TYPE } from "../wallet/pass.ts";
import { unzipped } from "../wallet/unzipped.test-support.ts";
import { answerInvitation } from "./commands.ts";
import { findByDoorCode } from "./find-by-door-code.ts";
import { passOf } from "./wallet-pass.ts";

const isLeftOut = skipWithout("openssl");
const plain = await testApp();
const wallet = isLeftOut ? null : aPassSigner();
let clock = new Date();
const able = await testApp({ database: { ...plain.deps, db: plain.deps.db } as never, wallet, now: () => clock });
const { db } = plain.deps;
const world = { ...createWorld(db), changeEvent: plain.deps.changeEvent };

async function aGuestsBrowser({ id, guests }: Gathering, index = 0) {
  const headers = { host: "turnout.test", origin: testUrl };
  const opened = await plain.server.inject({ url: `/i/${await makePersonalLink(db, id, guests[index]!.id)}`, headers });
  const cookie = opened.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return (of: typeof plain, path: string) =>
    of.server.inject({ url: `/api/events/${id}/${path}`, headers: { ...headers, cookie, "accept-language": "de" } });
}

async function anEvening() {
  const fields = { title: "Picnic", starts: "2030-06-18T19:00", zone: "Europe/Lisbon", plusOnesAllowed: 2 };
  const gathering = await aGathering(world, { guests: 2, fields });
  await world.changeEvent(gathering.id, answerInvitation, answering("going", 2), asGuest(gathering.guests[0]!));
  return gathering;
}

test.skipIf(isLeftOut)("a guest who is going gets a pass whose code opens the door for them, and which names nobody", async () => {
  const gathering = await anEvening();
  const get = await aGuestsBrowser(gathering);
  expect((await get(able, "door-code")).json()).toMatchObject({ walletPass: true });
  const reply = await get(able, "wallet-pass");
  expect([reply.statusCode, reply.headers["content-type"]]).toEqual([200, PASS_TYPE]);
  const text = String(unzipped(reply.rawPayload)["pass.json"]);
  const { barcodes, eventTicket } = JSON.parse(text) as {
    barcodes: { message: string }[];
    eventTicket: { secondaryFields: { value: unknown }[] };
  };
  expect(readDoorCode(barcodes[0]!.message)).toMatchObject({ eventId: gathering.id, guestId: gathering.guests[0]!.id });
  expect(await findByDoorCode(db, gathering.id, barcodes[0]!.message)).toMatchObject({ verdict: "listed" });
  expect(eventTicket.secondaryFields.map(({ value }) => value)).toEqual(["2030-06-18T19:00:00+01:00", 3]);
  expect(text).not.toContain(gathering.guests[0]!.name);
  expect(text).not.toMatch(/@people/);
});

test.skipIf(isLeftOut)("nobody else gets one: who has not said that they come, and who has no access", async () => {
  const gathering = await anEvening();
  const silent = await aGuestsBrowser(gathering, 1);
  expect((await silent(able, "door-code")).json()).toMatchObject({ walletPass: false });
  expect((await silent(able, "wallet-pass")).json()).toMatchObject({ status: 404, code: "pass_not_found" });
  const stranger = await able.server.inject({
    url: `/api/events/${gathering.id}/wallet-pass`,
    headers: { host: "turnout.test", origin: testUrl },
  });
  expect([403, 404]).toContain(stranger.statusCode);
});

test("without a certificate nobody is offered a pass, and there is none", async () => {
  const gathering = await anEvening();
  const get = await aGuestsBrowser(gathering);
  expect((await get(plain, "door-code")).json()).toMatchObject({ walletPass: false });
  expect((await get(plain, "wallet-pass")).json()).toMatchObject({ status: 404, code: "pass_not_found" });
});

test.skipIf(isLeftOut)("a certificate that has ended meanwhile makes none any more", async () => {
  const gathering = await anEvening();
  const get = await aGuestsBrowser(gathering);
  clock = new Date(Date.now() + 3 * 86_400_000);
  try {
    expect((await get(able, "door-code")).json()).toMatchObject({ walletPass: false });
    expect((await get(able, "wallet-pass")).json()).toMatchObject({ code: "pass_not_found" });
  } finally {
    clock = new Date();
  }
});

test("a pass has the event's own clock, is put away a day after its end, and keeps an online meeting's address to itself", async () => {
  const { id, guests } = await anEvening();
  const row = (await eventRow(db, id))!;
  const guest = { id: guests[0]!.id, party_size: 2, access_version: 4 };
  const read = (change: object) => passOf({ ...row, ...change }, guest, "code", "turnout.test");
  const at = (iso: string) => new Date(iso);
  expect(read({})).toMatchObject({ serial: `${guest.id}.4`, starts: "2030-06-18T19:00:00+01:00", expires: at("2030-06-20T00:00:00Z") });
  const winter = { starts_at: at("2030-01-18T13:00:00Z"), ends_at: at("2030-01-18T15:00:00Z"), zone: "America/New_York", wall_clock: null };
  expect(read(winter)).toMatchObject({ starts: "2030-01-18T08:00:00-05:00", expires: at("2030-01-19T15:00:00Z") });
  const india = { ...winter, zone: "Asia/Kolkata" };
  expect(read(india).starts).toBe("2030-01-18T18:30:00+05:30");
  expect(read({ starts_at: null, ends_at: null, wall_clock: null })).toMatchObject({ starts: null, expires: null });
  expect(read({ place: { kind: "online", url: "https://meet.test/secret" } }).place).toBeNull();
  expect(read({ place: { kind: "place", name: "Miradouro", address: "Lisboa" } }).place).toBe("Miradouro, Lisboa");
});
