import { z } from "zod";
import { EmailAddress } from "./email-address.ts";
import { MAX_PLUS_ONES } from "./events.ts";
import { CommandId, GuestId } from "./ids.ts";
import { Locale } from "./locale.ts";
import { PersonName } from "./person-name.ts";
import { Words } from "./text.ts";

/** Rows in one invite command; a longer list is sent as several. */
export const MAX_INVITED_AT_ONCE = 500;
export const MAX_INVITATION_MESSAGE = 1_000;

/**
 * How far the last email to a guest got. `sent`: our mail server took it. `delivered`: that of the recipient has it, as it or a
 * provider of email says; many never say. `delayed`: a later server still tries. `failed`: no server
 * took it, or one gave it back. `complained`: it arrived, and was reported as unwanted.
 */
export const DeliveryState = z.enum(["notSent", "queued", "sent", "delayed", "delivered", "failed", "complained", "revoked"]);
export type DeliveryState = z.infer<typeof DeliveryState>;

/**
 * Why an email was not delivered, as far as some mail server said. Two are ours: emails to the address came back before, and its owner asked
 * for no more of them.
 */
export const UndeliveredReason = z.enum([
  "noSuchAddress",
  "noSuchDomain",
  "mailboxFull",
  "mailboxClosed",
  "refused",
  "tooLarge",
  "gaveUp",
  "bouncedBefore",
  "unwanted",
  "unknown",
]);
export type UndeliveredReason = z.infer<typeof UndeliveredReason>;

/** `guestId` is made by the client, so that a retry invites nobody twice. */
export const InvitedPerson = z.strictObject({
  guestId: GuestId,
  name: PersonName,
  email: EmailAddress.nullable(),
  plusOnesAllowed: z.int().min(0).max(MAX_PLUS_ONES).nullable(),
  locale: Locale.nullable(),
});
export type InvitedPerson = z.infer<typeof InvitedPerson>;
export const InviteGuests = z.strictObject({
  commandId: CommandId,
  guests: z.array(InvitedPerson).min(1).max(MAX_INVITED_AT_ONCE),
  message: Words.max(MAX_INVITATION_MESSAGE),
  /** False: put them on the list and make their links, but send nothing. */
  send: z.boolean(),
});
/** `email`: the guest's corrected address, which takes the place of theirs first. */
export const ResendInvitation = z.strictObject({ commandId: CommandId, email: EmailAddress.optional() });
export const RevokeInvitation = z.strictObject({ commandId: CommandId });

/** A host made a personal link to share by other means than email: whoever has it is this guest. */
export const MakePersonalLink = z.strictObject({ commandId: CommandId });

/** Whose daily limit of emails an invitation waits for: the sender's, the event's or the recipient's. */
export const HeldBy = z.enum(["account", "event", "recipient"]);
export type HeldBy = z.infer<typeof HeldBy>;
export const HeldInvitation = z.object({ guestId: GuestId, by: HeldBy, until: z.iso.datetime() });
export type HeldInvitation = z.infer<typeof HeldInvitation>;

/** Guests whose emails did not arrive, and guests whose emails wait, that are told at once of each. */
export const MAX_UNDELIVERED = 200;

/** A guest whom the last email did not reach, or who reported it as unwanted. */
export const UndeliveredGuest = z.object({
  guestId: GuestId,
  name: z.string(),
  email: z.string(),
  delivery: DeliveryState.extract(["failed", "complained"]),
  /** Null: nobody said. */
  reason: UndeliveredReason.nullable(),
});
export type UndeliveredGuest = z.infer<typeof UndeliveredGuest>;

/** A guest whose email is on its way for longer than moments. */
export const WaitingGuest = z.object({
  guestId: GuestId,
  name: z.string(),
  email: z.string(),
  /** When our side tries again. Null: it has gone out, and a later server tries. */
  until: z.iso.datetime().nullable(),
});
export type WaitingGuest = z.infer<typeof WaitingGuest>;

export const HeldInvitations = z.object({
  /** Not sent yet, and not held: they go within moments. */
  onTheWay: z.int().min(0),
  /** Soonest first. At `until` each is looked at again, and may have to wait once more. */
  held: z.array(HeldInvitation),
  /** Guests without an answer whose last invitation did not arrive: their address refuses it, or it could not be sent for too long. */
  failed: z.array(GuestId),
  /** Whatever they have answered; complaints last. Earlier versions of the server lack both lists. */
  undelivered: z.array(UndeliveredGuest).optional(),
  waiting: z.array(WaitingGuest).optional(),
  /** How many guests nothing has reached (`GuestReach`). Earlier versions of the server do not say. */
  neverReached: z.int().min(0).optional(),
  /** How many guests have opened the event and not answered. Earlier versions of the server do not say. */
  openedUnanswered: z.int().min(0).optional(),
  /** How many guests have got the email, and neither opened the event nor answered. Earlier versions of the server do not say. */
  deliveredUnopened: z.int().min(0).optional(),
  /** Whether what guests write back comes to this server, and hosts' own addresses stay private. Earlier versions do not say. */
  takesMail: z.boolean().optional(),
  /** The sender's daily limit of emails, if any of them waits for that. */
  aDay: z.int().nullable(),
});
export type HeldInvitations = z.infer<typeof HeldInvitations>;
