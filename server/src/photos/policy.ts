import { MAX_PHOTOS, MAX_PHOTOS_OF_PERSON, PHOTO_UNDO_MINUTES } from "@turnout/contract/photos";
import { refuse } from "@turnout/contract/refusals";
import type { ChatAuthor } from "@turnout/contract/chat-entries";
import { instantsOf } from "../events/is-over.ts";
import type { EventState } from "../log/working-set.ts";
import { photosTable, type PhotoRow } from "./tables.ts";

/** Refuses a photo beyond what one person, or all of an event together, may add. Needs all that are shown. */
export function requireRoomForPhoto(state: EventState, authorId: string): void {
  const shown = state
    .rows(photosTable)
    .all()
    .filter(({ removed_by }) => removed_by === null);
  if (shown.length >= MAX_PHOTOS) refuse("too_many_photos", { most: MAX_PHOTOS });
  const theirs = shown.filter(({ author_id }) => author_id === authorId);
  if (theirs.length >= MAX_PHOTOS_OF_PERSON) refuse("too_many_photos", { mine: MAX_PHOTOS_OF_PERSON });
}

/** Refuses photos of an evening that has not begun. */
export function requireBegun(state: EventState, now: Date): void {
  const { startsAt } = instantsOf(state.event);
  if (startsAt === null || new Date(startsAt) > now) refuse("photos_not_yet");
}

/** As whom this person may remove a photo, or bring it back: its author, or a host. Refuses everybody else. */
export function requireMayRemove(photo: Readonly<PhotoRow>, person: ChatAuthor): "author" | "host" {
  if (photo.author_id === person.personId) return "author";
  return person.role === "host" ? "host" : refuse("not_allowed");
}

/** The photo that this person removed and may still bring back. */
export function requireRemoved(state: EventState, photoId: string, now: Date): Readonly<PhotoRow> {
  const photo = state.rows(photosTable).get(photoId);
  const oldest = now.getTime() - PHOTO_UNDO_MINUTES * 60_000;
  if (!photo?.removed_at || photo.removed_at.getTime() < oldest) return refuse("photo_not_found");
  return photo;
}
