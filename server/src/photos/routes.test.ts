import { randomUUID } from "node:crypto";
import { MAX_PHOTOS_OF_PERSON } from "@turnout/contract/photos";
import type { PhotoList } from "@turnout/contract/photo-entries";
import { sql } from "kysely";
import sharp from "sharp";
import { expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { readAudit } from "../audit/read-audit.ts";
import { addHost, createEvent, publishEvent } from "../events/commands.ts";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { MAX_IMAGE_BYTES, THUMBNAIL_SIZE } from "../pictures/limits.ts";
import type { App } from "../app.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { asUser, invite, type Gathering, type Member, type World } from "../testing/world.ts";
import { MAX_PHOTO_UPLOADS } from "./routes.ts";

const app = await testApp();
const { server } = app;
const { db } = app.deps;
const password = "tangerine-kayak-7";
const passwordHash = await hashPassword(password);
const about = { host: "turnout.test", origin: testUrl };
const id = () => ({ commandId: randomUUID() });

async function anAccount(name: string, { server, deps: { db } }: App = app): Promise<Member & { cookie: string }> {
  const email = `${randomUUID()}@people.test`;
  const userId = (await db.transaction().execute((tx) => createAccount(tx, { name, email, locale: "en", passwordHash })))!;
  const reply = await server.inject({ method: "POST", url: "/api/auth/sign-in", headers: about, payload: { email, password } });
  return { id: userId, name, cookie: String(reply.headers["set-cookie"]).split(";")[0]! };
}

/** An event that began an hour ago, with a guest who has opened their link, and what sends photos there. */
async function anEvening(at: App = app) {
  const { server, deps } = at;
  const { db } = deps;
  const host = await anAccount("Ada", at);
  const eventId = randomUUID();
  const fields = { title: "Picknick (Süd) / See", starts: "2099-06-18T19:00", zone: "Europe/Lisbon" };
  await deps.changeEvent(eventId, createEvent, { ...id(), eventId, fields }, asUser(host), { opensEvent: true });
  await deps.changeEvent(eventId, publishEvent, id(), asUser(host));
  const guests = [{ id: randomUUID(), name: "Grace" }];
  const gathering: Gathering = { id: eventId, host, guests };
  await invite(deps as unknown as World, gathering, guests);
  await sql`update events set starts_at = now() - interval '1 hour' where id = ${eventId}`.execute(db);
  const opened = await server.inject({ url: `/i/${await makePersonalLink(db, eventId, guests[0]!.id)}`, headers: about });
  const guestCookie = String(opened.headers["set-cookie"]).split(";")[0]!;
  const send = (cookie: string, bytes: Buffer, photoId: string = randomUUID()) =>
    server.inject({
      method: "POST",
      url: `/api/events/${eventId}/photos?commandId=${photoId}`,
      headers: { ...about, cookie, "content-type": "image/jpeg" },
      payload: bytes,
    });
  const get = (cookie: string, url = "") => server.inject({ url: `/api/events/${eventId}/photos${url}`, headers: { ...about, cookie } });
  return { ...gathering, host, guestCookie, send, get };
}

/** A photo as a telephone takes it: turned by its metadata, with the place where it was taken. */
const taken = await sharp({ create: { width: 1_000, height: 600, channels: 3, background: "#c63" } })
  .jpeg()
  .withExif({ IFD0: { Make: "canary-camera" }, IFD3: { GPSLatitude: "38/1 47/1 0/1", GPSLatitudeRef: "N" } })
  .withMetadata({ orientation: 6 })
  .toBuffer();

test("a guest's photo is shown upright, without its metadata, whole and small, to those who may read the conversation", async () => {
  const { send, get, guestCookie, host } = await anEvening();
  const photoId = randomUUID();
  expect(taken.includes("canary-camera")).toBe(true);
  expect((await send(guestCookie, taken, photoId)).statusCode).toBe(200);
  const { photos } = (await get(host.cookie)).json<PhotoList>();
  expect(photos).toMatchObject([{ photoId, author: { name: "Grace", role: "guest" }, width: 600, height: 1_000 }]);
  const whole = await get(host.cookie, `/${photoId}`);
  expect(whole.headers).toMatchObject({ "content-type": "image/webp", "cache-control": expect.stringContaining("private") as string });
  for (const [format, width, height] of [
    ["whole", 600, 1_000],
    ["small", 288, THUMBNAIL_SIZE],
  ] as const) {
    const { rawPayload } = await get(host.cookie, `/${photoId}?format=${format}`);
    expect(await sharp(rawPayload).metadata()).toMatchObject({ format: "webp", width, height });
    expect(rawPayload.includes("canary-camera") || rawPayload.includes("EXIF")).toBe(false);
  }
  const stranger = await anAccount("Emil");
  for (const url of ["", `/${photoId}`, ".zip"]) {
    for (const cookie of [stranger.cookie, ""]) expect((await get(cookie, url)).statusCode, url).toBe(404);
  }
});

test("what was removed is not sent any more, by its address or in the archive", async () => {
  const { id: eventId, send, get, guestCookie, host } = await anEvening();
  const [kept, gone] = [randomUUID(), randomUUID()];
  for (const photoId of [kept, gone]) await send(guestCookie, taken, photoId);
  const url = `/api/events/${eventId}/photos/${gone}`;
  const removed = await server.inject({
    method: "DELETE",
    url: `${url}?commandId=${randomUUID()}`,
    headers: { ...about, cookie: host.cookie },
  });
  expect(removed.statusCode).toBe(200);
  expect((await readAudit(db, { days: 1, eventId }))[0]).toMatchObject({ action: "photo.removed", actor_id: host.id });
  expect((await get(guestCookie, `/${gone}`)).json()).toMatchObject({ code: "photo_not_found" });
  const archive = await get(guestCookie, ".zip");
  expect(archive.headers).toMatchObject({
    "content-type": "application/zip",
    "content-disposition": `attachment; filename="photos.zip"; filename*=UTF-8''Picknick%20%28S%C3%BCd%29%20_%20See.zip`,
  });
  const end = archive.rawPayload.lastIndexOf("PK\x05\x06");
  expect(archive.rawPayload.readUInt16LE(end + 10)).toBe(1);
  expect(archive.rawPayload.includes("1 Grace.webp")).toBe(true);
  const restored = await server.inject({
    method: "POST",
    url: `${url}/restoration`,
    headers: { ...about, cookie: host.cookie },
    payload: id(),
  });
  expect(restored.statusCode).toBe(200);
  expect((await get(guestCookie)).json<PhotoList>().photos.map(({ photoId }) => photoId)).toEqual([kept, gone]);
});

test("what is refused leaves no bytes behind, and is refused before it is read where its sender may not send", async () => {
  const { id: eventId, send, guestCookie, host } = await anEvening();
  const files = async () => (await sql`select from photo_files where event_id = ${eventId}`.execute(db)).rows.length;
  expect((await send(guestCookie, Buffer.from("no picture"))).json()).toMatchObject({ code: "image_unreadable" });
  expect((await send(guestCookie, Buffer.alloc(MAX_IMAGE_BYTES + 1))).statusCode).toBe(413);
  expect((await send((await anAccount("Emil")).cookie, Buffer.alloc(MAX_IMAGE_BYTES + 1))).statusCode).toBe(404);
  await sql`update events set starts_at = now() + interval '1 hour' where id = ${eventId}`.execute(db);
  expect((await send(host.cookie, taken)).json()).toMatchObject({ code: "photos_not_yet" });
  expect(await files()).toBe(0);
  await sql`update events set starts_at = now() - interval '1 hour' where id = ${eventId}`.execute(db);
  const photoId = randomUUID();
  await send(guestCookie, taken, photoId);
  expect((await send(host.cookie, taken, photoId)).json()).toMatchObject({ code: "command_id_reused" });
  expect(await files()).toBe(2); // another's stay
});

test("one person sends MAX_PHOTO_UPLOADS photos in a while, whether they are taken or not", async () => {
  const strict = await testApp({ limitFactor: 1 });
  const { send, guestCookie } = await anEvening(strict);
  expect(MAX_PHOTO_UPLOADS).toBeGreaterThan(MAX_PHOTOS_OF_PERSON);
  const statuses = [];
  for (let count = 0; count <= MAX_PHOTO_UPLOADS; count++) statuses.push((await send(guestCookie, Buffer.from("no"))).statusCode);
  expect(statuses.slice(0, -1).every((status) => status === 400)).toBe(true);
  expect(statuses.at(-1)).toBe(429);
});

test("an account's photos go with it, and those who look are told", async () => {
  const { id: eventId, host, guestCookie, send, get } = await anEvening();
  const lin = await anAccount("Lin");
  await app.deps.changeEvent(eventId, addHost, id(), asUser(lin));
  const [theirs, other] = [randomUUID(), randomUUID()];
  await send(lin.cookie, taken, theirs);
  await send(guestCookie, taken, other);
  const deleted = await server.inject({
    method: "DELETE",
    url: "/api/auth/account",
    headers: { ...about, cookie: lin.cookie },
  });
  expect(deleted.statusCode).toBeLessThan(300);
  expect((await get(host.cookie)).json<PhotoList>().photos.map(({ photoId }) => photoId)).toEqual([other]);
  const left = await sql<{ photo_id: string }>`select distinct photo_id from photo_files where event_id = ${eventId}`.execute(db);
  expect(left.rows).toEqual([{ photo_id: other }]);
  const last = await sql<{ body: object }>`select body from event_log where event_id = ${eventId} order by seq desc limit 1`.execute(db);
  expect(last.rows[0]!.body).toEqual({ type: "photo.removed", photoId: theirs, removedBy: "author" });
});
