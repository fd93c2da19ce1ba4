import { randomUUID } from "node:crypto";
import { movePhotos } from "@turnout/contract/move-photos";
import { entryFor } from "@turnout/contract/entry-kinds";
import { MAX_PHOTOS, MAX_PHOTOS_OF_PERSON, PHOTO_UNDO_MINUTES } from "@turnout/contract/photos";
import type { ChatMode } from "@turnout/contract/events";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { connect } from "../db/connect.ts";
import { testDatabase } from "../db/test-database.ts";
import { cancelEvent, editEvent } from "../events/commands.ts";
import type { Caller } from "../log/caller.ts";
import { systemCaller } from "../log/caller.ts";
import { readLog } from "../log/read-log.ts";
import {
  aGathering,
  asGuest,
  asUser,
  asVisitor,
  createWorld,
  guestViewer,
  hostViewer,
  publicViewer,
  type Gathering,
} from "../testing/world.ts";
import { addPhoto, erasePhotos, removePhoto, restorePhoto } from "./commands.ts";
import { photosAsFiles, photoList } from "./queries.ts";
import { photoBytes, storePhotoFiles } from "./photo-files.ts";
import { forgetRemovedPhotos, UNUSED_FILES_MINUTES } from "./erase-photos.ts";

const { db } = await testDatabase();
const clock = { ahead: 0 };
const world = createWorld(db, () => new Date(Date.now() + clock.ahead));
const edit = editEvent({ needs: [], afterEdit: () => {} });
const code = (act: Promise<unknown>) => act.then(() => "accepted").catch((error: { code: string }) => error.code);
const later = async <Result>(minutes: number, act: () => Promise<Result>) => {
  clock.ahead = minutes * 60_000;
  return act().finally(() => (clock.ahead = 0));
};

/** An event that began an hour ago. */
async function anEvening(guests = 2): Promise<Gathering> {
  const gathering = await aGathering(world, { guests });
  await sql`update events set starts_at = now() - interval '1 hour' where id = ${gathering.id}`.execute(db);
  return gathering;
}

const size = { width: 1_600, height: 1_200 };
async function add({ id: eventId }: Gathering, caller: Caller, photoId: string = randomUUID()) {
  const bytes = Buffer.from(`bytes of ${photoId}`);
  await storePhotoFiles(db, { eventId, photoId }, { ownerId: null, whole: bytes, small: bytes });
  return world.changeEvent(eventId, addPhoto, { commandId: photoId, ...size }, caller);
}
const remove = ({ id }: Gathering, photoId: string, caller: Caller) =>
  code(world.changeEvent(id, removePhoto, { commandId: randomUUID(), photoId }, caller));
const restore = ({ id }: Gathering, photoId: string, caller: Caller) =>
  code(world.changeEvent(id, restorePhoto, { commandId: randomUUID(), photoId }, caller));
const set = ({ id, host }: Gathering, chat: ChatMode) =>
  world.changeEvent(id, edit, { commandId: randomUUID(), fields: { chat } }, asUser(host));
const shown = async (gathering: Gathering) =>
  (await photoList(db, gathering.id, hostViewer(gathering)))!.photos.map(({ photoId }) => photoId);

test("hosts and guests add photos while guests may write, only hosts while they may not, others never", async () => {
  const gathering = await anEvening();
  const people = [asUser(gathering.host), asGuest(gathering.guests[0]!), asVisitor("lin")];
  const all = () => Promise.all(people.map((caller) => code(add(gathering, caller))));
  expect(await all()).toEqual(["accepted", "accepted", "event_not_found"]);
  await set(gathering, "readOnly");
  expect(await all()).toEqual(["accepted", "chat_read_only", "event_not_found"]);
  await set(gathering, "closed");
  expect(await all()).toEqual(["chat_closed", "chat_closed", "event_not_found"]);
});

test("nobody adds photos before the event has begun, or to one that was cancelled", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  expect(await code(add(gathering, asUser(gathering.host)))).toBe("photos_not_yet");
  const begun = await anEvening();
  await world.changeEvent(begun.id, cancelEvent, { commandId: randomUUID(), note: "" }, asUser(begun.host));
  expect(await code(add(begun, asGuest(begun.guests[0]!)))).toBe("event_cancelled");
});

test("a photo that is sent again is added once, and nobody takes the id of another's", async () => {
  const gathering = await anEvening();
  const [grace, alan] = gathering.guests.map((guest) => asGuest(guest)) as [Caller, Caller];
  const photoId = randomUUID();
  const first = await add(gathering, grace, photoId);
  expect(await add(gathering, grace, photoId)).toEqual(first);
  expect(await code(add(gathering, alan, photoId))).toBe("command_id_reused");
  expect(await shown(gathering)).toEqual([photoId]);
});

test("authors take away their own photos, hosts any, and each brings back what they removed", async () => {
  const gathering = await anEvening();
  const [host, grace, alan] = [asUser(gathering.host), ...gathering.guests.map((guest) => asGuest(guest))] as [Caller, Caller, Caller];
  const photoId = randomUUID();
  await add(gathering, grace, photoId);
  expect(await remove(gathering, photoId, alan)).toBe("not_allowed");
  expect(await remove(gathering, photoId, grace)).toBe("accepted");
  expect([await shown(gathering), await remove(gathering, photoId, host)]).toEqual([[], "photo_not_found"]);
  expect([await restore(gathering, photoId, alan), await restore(gathering, photoId, host)]).toEqual(["not_allowed", "not_allowed"]);
  expect([await restore(gathering, photoId, grace), await shown(gathering)]).toEqual(["accepted", [photoId]]);
  expect(await remove(gathering, photoId, host)).toBe("accepted");
  expect([await restore(gathering, photoId, grace), await restore(gathering, photoId, host)]).toEqual(["not_allowed", "accepted"]);
  expect(await restore(gathering, photoId, host)).toBe("photo_not_found");
});

test("a photo can be brought back for PHOTO_UNDO_MINUTES and keeps its place; then its bytes are deleted", async () => {
  const gathering = await anEvening();
  const grace = asGuest(gathering.guests[0]!);
  const [first, second] = [randomUUID(), randomUUID()];
  for (const photoId of [first, second]) await add(gathering, grace, photoId);
  await remove(gathering, first, grace);
  const inTime = new Date(Date.now() + (PHOTO_UNDO_MINUTES - 1) * 60_000);
  await forgetRemovedPhotos(db, inTime);
  expect(await later(PHOTO_UNDO_MINUTES - 1, () => restore(gathering, first, grace))).toBe("accepted");
  expect(await shown(gathering)).toEqual([first, second]);

  await remove(gathering, first, grace);
  expect(await later(PHOTO_UNDO_MINUTES + 1, () => restore(gathering, first, grace))).toBe("photo_not_found");
  await forgetRemovedPhotos(db, new Date(Date.now() + (PHOTO_UNDO_MINUTES + 1) * 60_000));
  const kept = await sql<{ photo_id: string }>`select distinct photo_id from photo_files where event_id = ${gathering.id}`.execute(db);
  expect(kept.rows).toEqual([{ photo_id: second }]);
});

test("bytes whose photo was not added in the end are kept for UNUSED_FILES_MINUTES", async () => {
  const { id: eventId } = await anEvening();
  const photo = { eventId, photoId: randomUUID() };
  await storePhotoFiles(db, photo, { ownerId: null, whole: Buffer.from("w"), small: Buffer.from("s") });
  const count = async (minutes: number) => {
    await forgetRemovedPhotos(db, new Date(Date.now() + minutes * 60_000));
    return (await sql`select from photo_files where photo_id = ${photo.photoId}`.execute(db)).rows.length;
  };
  expect([await count(UNUSED_FILES_MINUTES - 1), await count(UNUSED_FILES_MINUTES + 1)]).toEqual([2, 0]);
});

test("one person adds MAX_PHOTOS_OF_PERSON photos, and all together MAX_PHOTOS; what is removed makes room", async () => {
  const gathering = await anEvening();
  const [host, grace] = [asUser(gathering.host), asGuest(gathering.guests[0]!)];
  const fill = (author: string, photos: number) =>
    sql`insert into photos (event_id, id, seq, author_id, author_name, author_role, width, height, at)
      select ${gathering.id}, gen_random_uuid(), -n, ${author}, 'Somebody', 'guest', 3, 4, now() from generate_series(1, ${photos}::int) as n`.execute(
      db,
    );
  await fill(gathering.guests[0]!.id, MAX_PHOTOS_OF_PERSON - 1);
  const last = randomUUID();
  await add(gathering, grace, last);
  await expect(add(gathering, grace)).rejects.toMatchObject({ code: "too_many_photos", facts: { mine: MAX_PHOTOS_OF_PERSON } });
  await remove(gathering, last, grace);
  const another = randomUUID();
  await add(gathering, grace, another);
  expect(await restore(gathering, last, grace)).toBe("too_many_photos");
  await remove(gathering, another, grace);
  expect(await restore(gathering, last, grace)).toBe("accepted"); // what was refused is not lost
  await fill(randomUUID(), MAX_PHOTOS - MAX_PHOTOS_OF_PERSON - 1);
  expect(await code(add(gathering, host))).toBe("accepted");
  await expect(add(gathering, host)).rejects.toMatchObject({ code: "too_many_photos", facts: { most: MAX_PHOTOS } });
});

test("[L15] whoever may read the conversation sees photos and is told of them, nobody else", async () => {
  const gathering = await anEvening();
  const viewers = [hostViewer(gathering), guestViewer(gathering.guests[0]!), publicViewer];
  const listed = () => Promise.all(viewers.map(async (viewer) => (await photoList(db, gathering.id, viewer)) !== null));
  await add(gathering, asGuest(gathering.guests[0]!));
  const { entries } = await readLog(db, gathering.id, { after: 0 });
  const told = viewers.map((viewer) => entryFor(viewer, entries.at(-1)!) !== null);
  expect([await listed(), told]).toEqual([
    [true, true, false],
    [true, true, false],
  ]);
  await set(gathering, "closed");
  expect(await listed()).toEqual([true, false, false]);
});

test("[L5] whoever loaded the photos and follows the log has what loading them again gives", async () => {
  const gathering = await anEvening();
  const [host, grace, alan] = [asUser(gathering.host), ...gathering.guests.map((guest) => asGuest(guest))] as [Caller, Caller, Caller];
  const photos = Array.from({ length: 4 }, () => randomUUID());
  await add(gathering, grace, photos[0]);
  const viewer = guestViewer(gathering.guests[1]!);
  const before = (await photoList(db, gathering.id, viewer))!;
  await add(gathering, alan, photos[1]);
  await remove(gathering, photos[0]!, host);
  await add(gathering, host, photos[2]);
  await restore(gathering, photos[0]!, host);
  await remove(gathering, photos[1]!, alan);
  await add(gathering, grace, photos[3]);
  await world.changeEvent(gathering.id, erasePhotos, { commandId: randomUUID(), photoIds: [photos[3]!, photos[1]!] }, systemCaller);
  const { entries } = await readLog(db, gathering.id, { after: before.seq });
  const followed = entries
    .flatMap((entry) => entryFor(viewer, entry) ?? [])
    .reduce((list, { body }) => movePhotos(list, body), before.photos as readonly (typeof before.photos)[number][]);
  expect(followed).toEqual((await photoList(db, gathering.id, viewer))!.photos);
  expect(followed.map(({ photoId }) => photoId)).toEqual([photos[0], photos[2]]);
});

test("the archive has a file for each photo that is shown, whose names are safe whatever people are called", async () => {
  const gathering = await anEvening();
  const photoId = randomUUID();
  await add(gathering, asGuest(gathering.guests[0]!), photoId);
  const gone = randomUUID();
  await add(gathering, asGuest(gathering.guests[0]!), gone);
  const { photos } = (await photoList(db, gathering.id, hostViewer(gathering)))!;
  await remove(gathering, gone, asUser(gathering.host));
  const named = photos.map((photo) => ({ ...photo, author: { ...photo.author, name: "../..\\Grace: \u202eA*?. " } }));
  const files = await Array.fromAsync(photosAsFiles(db, gathering.id, named));
  expect(files.map(({ name }) => name)).toEqual(["1 .._.._Grace_ _A__.webp"]);
  expect(files[0]!.data).toEqual(await photoBytes(db, { eventId: gathering.id, photoId }, "whole"));
});

test("an archive whose photos cannot be read breaks off, and does not look whole", async () => {
  const gathering = await anEvening();
  await add(gathering, asGuest(gathering.guests[0]!), randomUUID());
  const { photos } = (await photoList(db, gathering.id, hostViewer(gathering)))!;
  const away = connect("postgresql://nobody@127.0.0.1:1/nothing");
  await expect(Array.fromAsync(photosAsFiles(away, gathering.id, photos))).rejects.toThrow(/ECONNREFUSED|connect/);
  await away.destroy();
});

test("a photo whose bytes a server of an earlier version deleted with an account is not listed", async () => {
  const gathering = await anEvening();
  const photoId = randomUUID();
  await add(gathering, asGuest(gathering.guests[0]!), photoId);
  await sql`delete from photo_files where photo_id = ${photoId}`.execute(db);
  expect(await shown(gathering)).toEqual([]);
});
