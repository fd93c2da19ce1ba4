import type { z } from "zod";
import type { AboutPhoto, AddPhoto } from "@turnout/contract/photos";
import { refuse } from "@turnout/contract/refusals";
import { requireAdmitted, requireRoomToSpeak } from "../chat/policy.ts";
import { callersHostRow, requireOpen } from "../events/policy.ts";
import { guestsTable } from "../guests/tables.ts";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById, rowsWhere } from "../log/event-table.ts";
import { requireBegun, requireMayRemove, requireRemoved, requireRoomForPhoto } from "./policy.ts";
import { presentPhoto } from "./present.ts";
import { photosTable, shownPhotosOf } from "./tables.ts";

const person = (caller: Caller) => [callersHostRow(caller), rowsById(guestsTable, [caller.guestId])];
type About = z.infer<typeof AboutPhoto> & { photoId: string };

/** Adds a photo whose bytes are stored already. Its id is the command's, so that a retry adds it once. */
export const addPhoto = command({
  name: "addPhoto",

  needs: ({ commandId }: z.infer<typeof AddPhoto> & { width: number; height: number }, caller: Caller) => [
    ...person(caller),
    rowsById(photosTable, [commandId]),
    rowsWhere(shownPhotosOf),
  ],

  decide(state, { commandId, width, height }, caller, now) {
    const author = requireAdmitted(state, caller);
    requireRoomToSpeak(state, author);
    requireOpen(state);
    requireBegun(state, now);
    if (state.rows(photosTable).get(commandId)) refuse("command_id_reused"); // another author's photo
    requireRoomForPhoto(state, author.personId);
    const photo = state.rows(photosTable).add({
      id: commandId,
      seq: state.nextSeq(),
      author_id: author.personId,
      author_name: author.name,
      author_role: author.role,
      width,
      height,
      at: now,
      removed_by: null,
      removed_at: null,
    });
    state.append({ type: "photo.added", photo: presentPhoto(photo) });
  },
});

/** Authors take away their own photos, hosts any. It can be brought back for a while. */
export const removePhoto = command({
  name: "removePhoto",

  needs: ({ photoId }: About, caller: Caller) => [...person(caller), rowsById(photosTable, [photoId])],

  decide(state, { photoId }, caller, now) {
    const who = requireAdmitted(state, caller);
    const photos = state.rows(photosTable);
    const photo = photos.get(photoId);
    if (!photo || photo.removed_by) return refuse("photo_not_found");
    const removedBy = requireMayRemove(photo, who);
    photos.change(photoId, { removed_by: removedBy, removed_at: now });
    return state.append({ type: "photo.removed", photoId, removedBy });
  },
});

/** Brings back a photo within `PHOTO_UNDO_MINUTES`: authors what they took away, hosts what hosts removed. */
export const restorePhoto = command({
  name: "restorePhoto",

  needs: ({ photoId }: About, caller: Caller) => [...person(caller), rowsById(photosTable, [photoId]), rowsWhere(shownPhotosOf)],

  decide(state, { photoId }, caller, now) {
    const who = requireAdmitted(state, caller);
    const photo = requireRemoved(state, photoId, now);
    if (requireMayRemove(photo, who) !== photo.removed_by) refuse("not_allowed");
    requireRoomForPhoto(state, photo.author_id);
    const shown = state.rows(photosTable).change(photoId, { removed_by: null, removed_at: null });
    state.append({ type: "photo.added", photo: presentPhoto(shown) });
  },
});

/** Removes the photos of somebody whose account is deleted, for everybody and for good. */
export const erasePhotos = command({
  name: "erasePhotos",

  needs: ({ photoIds }: { commandId: string; photoIds: string[] }) => [rowsById(photosTable, photoIds)],

  decide(state, { photoIds }, _caller, now) {
    state.actAs({ kind: "system", personId: null, name: "Turnout" });
    for (const photoId of photoIds) {
      const photo = state.rows(photosTable).get(photoId);
      if (!photo || photo.removed_by) continue;
      state.rows(photosTable).change(photoId, { removed_by: "author", removed_at: now });
      state.append({ type: "photo.removed", photoId, removedBy: "author" });
    }
  },
});
