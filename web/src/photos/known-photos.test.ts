import type { EntryBody, LogEntry } from "@turnout/contract/log";
import type { Photo } from "@turnout/contract/photo-entries";
import { expect, test } from "vitest";
import { noPhotosKnown, shownPhotos, withEntries, withList, type KnownPhotos } from "./known-photos.ts";

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const at = "2027-06-18T20:00:00.000Z";
const photo = (number: number): Photo => ({
  photoId: id(number),
  seq: number,
  author: { personId: id(1), name: "Grace", role: "guest" },
  width: 4,
  height: 3,
  at,
});
const entry = (seq: number, body: EntryBody): LogEntry => ({ seq, commandId: id(seq), at, actor: null, body });
const added = (seq: number, of = seq) => entry(seq, { type: "photo.added", photo: photo(of) });
const removed = (seq: number, of: number) => entry(seq, { type: "photo.removed", photoId: id(of), removedBy: "host" });
const idsIn = (known: KnownPhotos) => shownPhotos(known)?.map(({ photoId }) => photoId);

test("entries that come while the list loads are applied once, whether the list has them or not", () => {
  const waiting = withEntries(noPhotosKnown, [added(11), added(12), removed(13, 11)]);
  expect(idsIn(withList(waiting, { photos: [photo(10), photo(11)], seq: 11 }))).toEqual([id(10), id(12)]);
  expect(idsIn(withList(waiting, { photos: [photo(10), photo(12)], seq: 13 }))).toEqual([id(10), id(12)]);
});

test("a photo that is brought back stands where it was", () => {
  const known = withList(noPhotosKnown, { photos: [photo(10), photo(11)], seq: 11 });
  const gone = withEntries(known, [removed(12, 10)]);
  expect(idsIn(gone)).toEqual([id(11)]);
  expect(idsIn(withEntries(gone, [added(13, 10)]))).toEqual([id(10), id(11)]);
});

test("entries about anything else leave it as it is", () => {
  const known = withList(noPhotosKnown, { photos: [photo(10)], seq: 10 });
  expect(withEntries(known, [entry(11, { type: "chat.unpinned", messageId: id(3) })])).toBe(known);
});
