import { z } from "zod";
import { CommandId, GuestId } from "./ids.ts";
import { OneLine } from "./text.ts";

/** Most characters of a tag. */
export const MAX_TAG = 30;
/** Most tags of one guest. */
export const MAX_TAGS = 10;
/** Most guests of one command: it holds the event's lock, and others wait for that. More guests take several commands. */
export const MAX_TAGGED_AT_ONCE = 100;
/** Most tags of an event that the list of them names. */
export const TAGS_SHOWN = 100;

/** A word of the hosts about a guest, which only hosts see. */
export const GuestTag = OneLine.min(1).max(MAX_TAG);

/** Hosts give these guests a tag, or take it from them. */
export const TagGuests = z.strictObject({
  commandId: CommandId,
  guestIds: z.array(GuestId).min(1).max(MAX_TAGGED_AT_ONCE),
  tag: GuestTag,
  tagged: z.boolean(),
});
export type TagGuests = z.infer<typeof TagGuests>;

/** What became of each guest of the command; those that had, or lacked, the tag already are in none of the lists. */
export const Tagged = z.object({
  changed: z.array(GuestId),
  /** Have `MAX_TAGS` already. */
  full: z.array(GuestId),
  /** Are not on the list. */
  missing: z.array(GuestId),
});
export type Tagged = z.infer<typeof Tagged>;

/** A tag, and how many guests have it. */
export const TagCount = z.object({ tag: z.string(), guests: z.int().min(1) });
