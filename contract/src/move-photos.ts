import type { EntryBody } from "./log.ts";
import type { Photo } from "./photo-entries.ts";

/** The photos after one more entry. */
export function movePhotos(photos: readonly Photo[], body: EntryBody): readonly Photo[] {
  if (body.type === "photo.removed") return photos.filter(({ photoId }) => photoId !== body.photoId);
  if (body.type !== "photo.added") return photos;
  const others = photos.filter(({ photoId }) => photoId !== body.photo.photoId);
  return [...others, body.photo].toSorted((one, other) => one.seq - other.seq);
}
