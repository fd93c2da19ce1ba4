import { readsChat } from "./audience-model.ts";
import { difference } from "./difference.ts";
import type { Body } from "./entry.ts";
import { plain, type KindModel, type SliceModel } from "./kind-model.ts";
import { remembered, type State, type Step } from "./state.ts";

interface Photo {
  photoId: string;
  seq: number;
  author: { personId: string; name: string; role: "host" | "guest" };
  width: number;
  height: number;
  at: string;
}

/** Photos up to one position, and by whom those that are gone were removed. */
interface Album {
  photos: Map<string, Photo>;
  removed: Map<string, "author" | "host">;
}

const albumOf = remembered((_: State): Album => ({ photos: new Map(), removed: new Map() }));

/** Photos are in no snapshot: who reads the conversation loads them. */
const kinds = {
  "photo.added": {
    ...plain,
    doneBy: ["host", "guest"],
    seenBy: (viewer, _isOwn, { body, context }) => (readsChat(viewer, context) ? body : null),
    replay: add,
  },
  "photo.removed": {
    ...plain,
    doneBy: ["host", "guest", "system"],
    seenBy: (viewer, _isOwn, { body, context }) => (readsChat(viewer, context) ? body : null),
    replay: remove,
    isInSeries: true, // an account that is deleted takes all of its photos with it
  },
} satisfies Record<string, KindModel>;

export const photoModel = { kinds, snapshot: {}, columns: {}, rows: [] } satisfies SliceModel;

const photoOf = (body: Body) => body["photo"] as Photo;

/** A new one is its author's, by their own command; one that comes back is as it was, by whoever removed it. */
function add({ state, entry, find }: Step) {
  const { commandId, seq, at, actor, body } = entry;
  const photo = photoOf(body);
  const { photos, removed } = albumOf(state);
  const before = photos.get(photo.photoId);
  const removedBy = removed.get(photo.photoId);
  if (before && !removedBy) return find("C5", `The photo ${photo.photoId} was added twice`, entry);
  const { width, height } = photo;
  const fresh = { photoId: commandId, seq, at, author: { personId: actor.personId, name: actor.name, role: actor.kind }, width, height };
  const wrong = difference(before ?? fresh, photo, "photo");
  if (wrong) find("C4", `photo.added at ${seq} does not say what was added: ${wrong}`, entry);
  const isOwn = photo.author.personId === actor.personId;
  if (removedBy && !(removedBy === "author" ? isOwn : !isOwn && actor.kind === "host"))
    find("C7", `A photo was brought back by somebody else at ${seq}`, entry);
  photos.set(photo.photoId, photo);
  removed.delete(photo.photoId);
}

function remove({ state, entry, find }: Step) {
  const { photoId, removedBy } = entry.body as Body & { photoId: string; removedBy: "author" | "host" };
  const { photos, removed } = albumOf(state);
  const photo = photos.get(photoId);
  if (!photo || removed.has(photoId)) return find("C4", `photo.removed at ${entry.seq} is about a photo that is not there`, entry);
  const isOwn = entry.actor.kind === "system" || photo.author.personId === entry.actor.personId;
  if (!isOwn && entry.actor.kind !== "host") find("C7", `A photo was removed by another guest at ${entry.seq}`, entry);
  if (removedBy !== (isOwn ? "author" : "host")) find("C4", `photo.removed at ${entry.seq} names the wrong one: ${removedBy}`, entry);
  removed.set(photoId, removedBy);
}
