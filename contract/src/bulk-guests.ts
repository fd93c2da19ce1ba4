import { z } from "zod";
import { Answer, PlusOnes } from "./guests.ts";
import { CommandId, GuestId } from "./ids.ts";
import { QuestionAnswers } from "./questions.ts";

/** Most guests of one command: it holds the event's lock, and others wait for that. More guests take several commands. */
export const MAX_GUESTS_AT_ONCE = 100;

const GuestIds = z.array(GuestId).min(1).max(MAX_GUESTS_AT_ONCE);

/** Hosts take these guests off the list, let them in again, or email them their invitations again. */
export const RemoveGuests = z.strictObject({ commandId: CommandId, guestIds: GuestIds });
export type RemoveGuests = z.infer<typeof RemoveGuests>;
export const ReadmitGuests = z.strictObject({ commandId: CommandId, guestIds: GuestIds });
export type ReadmitGuests = z.infer<typeof ReadmitGuests>;
export const ResendInvitations = z.strictObject({ commandId: CommandId, guestIds: GuestIds });
export type ResendInvitations = z.infer<typeof ResendInvitations>;

/**
 * Hosts answer for these guests, each named once, within the seats there are. Without `plusOnes`, those stay who come along now. Of
 * `questionAnswers`, what a question does not take any more is left out.
 */
export const AnswerForGuests = z.strictObject({
  commandId: CommandId,
  guests: z
    .array(z.strictObject({ guestId: GuestId, answer: Answer, plusOnes: PlusOnes.optional(), questionAnswers: QuestionAnswers.optional() }))
    .min(1)
    .max(MAX_GUESTS_AT_ONCE)
    .refine((guests) => new Set(guests.map(({ guestId }) => guestId)).size === guests.length),
});
export type AnswerForGuests = z.infer<typeof AnswerForGuests>;

const Ids = z.array(GuestId);

/** What became of each guest of the command: changed, or left as before for the reason that the list is named by. */
export const ChangedGuests = z.object({
  changed: Ids,
  /** Those of `changed` who wait for a seat now. */
  waiting: Ids,
  /** Are not on the list. */
  missing: Ids,
  /** Were so already. */
  same: Ids,
  /** Have no address. */
  noEmail: Ids,
  /** Have no links any more: a host revoked them. */
  revoked: Ids,
  /** Find no seats, and no place on the waitlist. */
  full: Ids,
  /** Are on the list already, as another guest. */
  listedAgain: Ids,
});
export type ChangedGuests = z.infer<typeof ChangedGuests>;

export type LeftOut = Exclude<keyof ChangedGuests, "changed" | "waiting">;

/** Nobody, before anything is done. */
export const noneChanged = (): ChangedGuests => ({
  changed: [],
  waiting: [],
  missing: [],
  same: [],
  noEmail: [],
  revoked: [],
  full: [],
  listedAgain: [],
});
