import { z } from "zod";
import { seesChat } from "./audience.ts";
import { ChatAuthor } from "./chat-entries.ts";
import type { ChangesFor, EntryReader, RulesFor } from "./entry-rules.ts";
import type { EntryContext } from "./events.ts";
import { PhotoId } from "./ids.ts";

/** A photo of the evening, as those see it who may read the conversation. */
export const Photo = z.object({
  /** The id of the command that added it, made by its author's client: sending again never doubles it. */
  photoId: PhotoId,
  /** Its place in the order of photos. */
  seq: z.int(),
  author: ChatAuthor,
  width: z.int().min(1),
  height: z.int().min(1),
  at: z.iso.datetime(),
});
export type Photo = z.infer<typeof Photo>;

/** All photos of an event in their order, at one position of its log. */
export const PhotoList = z.object({ photos: z.array(Photo), seq: z.int() });
export type PhotoList = z.infer<typeof PhotoList>;

/** Added, or brought back after it was removed. */
export const PhotoAdded = z.object({ type: z.literal("photo.added"), photo: Photo });
export const PhotoRemoved = z.object({ type: z.literal("photo.removed"), photoId: PhotoId, removedBy: z.enum(["author", "host"]) });

export const photoEntries = [PhotoAdded, PhotoRemoved] as const;

/** A snapshot has no photos: pages that show them load the list, and move it by `movePhotos`. */
export const photoChanges: ChangesFor<typeof photoEntries, object> = { "photo.added": null, "photo.removed": null };

/** Photos are for those who may read the conversation. */
const forReaders = {
  seenBy: <Body>({ viewerClass }: EntryReader, body: Body, context: EntryContext) => (seesChat(viewerClass, context) ? body : null),
  about: () => null,
  hasOwnView: false,
  endsAccess: null,
  changesAudience: null,
  closesThePast: false,
  rewords: null,
  holds: null,
  mails: null,
} as const;

export const photoEntryRules = { "photo.added": forReaders, "photo.removed": forReaders } satisfies RulesFor<typeof photoEntries>;
