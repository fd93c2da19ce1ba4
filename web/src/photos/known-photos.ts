import type { LogEntry } from "@turnout/contract/log";
import { movePhotos } from "@turnout/contract/move-photos";
import type { Photo, PhotoList } from "@turnout/contract/photo-entries";

/** The photos as a page knows them: the list as it was loaded last, and the entries about photos since. Null: not loaded yet. */
export interface KnownPhotos {
  list: PhotoList | null;
  since: readonly LogEntry[];
}

export const noPhotosKnown: KnownPhotos = { list: null, since: [] };

const ofPhotos = ({ body }: LogEntry) => body.type === "photo.added" || body.type === "photo.removed";

/** After some more entries of the event. */
export function withEntries(known: KnownPhotos, entries: readonly LogEntry[]): KnownPhotos {
  const fresh = entries.filter(ofPhotos);
  return fresh.length === 0 ? known : { ...known, since: [...known.since, ...fresh] };
}

/** After the list was loaded, while entries may have come. */
export function withList({ since }: KnownPhotos, list: PhotoList): KnownPhotos {
  return { list, since: since.filter(({ seq }) => seq > list.seq) };
}

/** What is to be shown; null while that is not known. */
export function shownPhotos({ list, since }: KnownPhotos): readonly Photo[] | null {
  return list && since.reduce<readonly Photo[]>((photos, { body }) => movePhotos(photos, body), list.photos);
}
