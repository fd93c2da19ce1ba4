import { z } from "zod";
import { Arrival, MAX_GATE } from "./arrivals.ts";
import { EmailAddress } from "./email-address.ts";
import { MAX_PLUS_ONES } from "./events.ts";
import { CommandId, GuestId } from "./ids.ts";
import { DeliveryState } from "./invitations.ts";
import { MAX_PERSON_NAME, PersonName } from "./person-name.ts";
import { QuestionAnswers } from "./questions.ts";
import { OneLine, Words } from "./text.ts";

export const MAX_NOTE = 500;
export const MAX_GUESTS = 20_000;
/** How many people the attendee preview of an event page has; the whole list is a paged resource. */
export const FACES_KEPT = 24;
/** Under `fillGaps`, how often a party may be skipped before seats are held for it. */
export const MAX_PASSED_OVER = 3;

export const Answer = z.enum(["going", "maybe", "declined"]);
export type Answer = z.infer<typeof Answer>;

/** Where a guest stands: an answer, none yet, or on the waitlist. */
export const Standing = z.enum(["none", "going", "maybe", "declined", "waiting"]);
export type Standing = z.infer<typeof Standing>;

export const GuestSource = z.enum(["invited", "link", "walkIn", "host"]);

/** How many people stand where. Declined and silent guests count one each; null where the reader may not know. */
export const Tally = z.object({
  going: z.int().min(0),
  maybe: z.int().min(0),
  waiting: z.int().min(0),
  waitingParties: z.int().min(0),
  declined: z.int().min(0).nullable(),
  silent: z.int().min(0).nullable(),
  /** How many people have come, for hosts; left out: the reader may not know, or nobody had before there was a door. */
  arrived: z.int().min(0).optional(),
});
export type Tally = z.infer<typeof Tally>;

export const Face = z.object({ guestId: GuestId, name: z.string() });
export type Face = z.infer<typeof Face>;

/** A guest as a reader may see one. Fields that only hosts see are null, empty or zero for others. */
export const GuestCard = z.object({
  guestId: GuestId,
  name: z.string(),
  email: z.string().nullable(),
  standing: Standing,
  partySize: z.int().min(1),
  plusOnes: z.array(z.string()),
  note: z.string(),
  ticket: z.int().nullable(),
  source: GuestSource.nullable(),
  answeredAt: z.iso.datetime().nullable(),
  /** How many people of the party have come, and when the last of them did. For hosts; left out: nobody, or unknown. */
  arrived: z.int().min(0).optional(),
  arrivedAt: z.iso.datetime().nullable().optional(),
  /** Each time that people of the party came in. For hosts; left out, as far as is known: nobody did. */
  arrivals: z.array(Arrival).optional(),
  /** For hosts; left out, as far as is known: none. */
  tags: z.array(z.string()).optional(),
  /** For hosts; left out: unknown. */
  questionAnswers: QuestionAnswers.optional(),
  /**
   * The day of the start for which they confirmed that they still come: it counts while they are going and the event is on that day. For
   * hosts; null or left out: they did not.
   */
  confirmedFor: z.string().nullable().optional(),
});
export type GuestCard = z.infer<typeof GuestCard>;

/** What a guest sees of their own answer. `place` is the position on the waitlist, 1 is next. */
export const Me = z.object({
  guestId: GuestId,
  name: z.string(),
  email: z.string().nullable(),
  standing: Standing,
  partySize: z.int().min(1),
  plusOnes: z.array(z.string()),
  note: z.string(),
  ticket: z.int().nullable(),
  place: z.int().nullable(),
  claimed: z.boolean(),
  /** How many people this guest may bring, where a host has set it; left out: as many as the event lets everybody bring. */
  plusOnesAllowed: z.int().min(0).max(MAX_PLUS_ONES).optional(),
  /** Left out: none. */
  questionAnswers: QuestionAnswers.optional(),
  /** As `GuestCard.confirmedFor`. */
  confirmedFor: z.string().optional(),
});
export type Me = z.infer<typeof Me>;

/** A name, or an empty string, for each person brought along. */
export const PlusOnes = z.array(OneLine.max(MAX_PERSON_NAME)).max(MAX_PLUS_ONES);

/**
 * A guest's answer, or a link visitor's first one (which needs a name).
 * `plusOnes` has a name, or an empty string, for each person brought along. Questions that `questionAnswers` does not mention keep their
 * answers.
 */
export const AnswerInvitation = z.strictObject({
  commandId: CommandId,
  answer: Answer,
  plusOnes: PlusOnes,
  note: Words.max(MAX_NOTE),
  questionAnswers: QuestionAnswers.optional(),
  name: PersonName.optional(),
  email: EmailAddress.optional(),
});
export type AnswerInvitation = z.infer<typeof AnswerInvitation>;

/** A day on the event's clock: `2027-06-18`. */
const Day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
/** Whoever is going says that they still come. `day`: of the start, as they were shown it. */
export const ConfirmComing = z.strictObject({ commandId: CommandId, day: Day });
export type ConfirmComing = z.infer<typeof ConfirmComing>;

/** A host answers for a guest. `override` seats a party beyond the capacity, and the log records that. */
export const AnswerForGuest = z.strictObject({
  commandId: CommandId,
  answer: Answer,
  plusOnes: PlusOnes,
  note: Words.max(MAX_NOTE).optional(),
  questionAnswers: QuestionAnswers.optional(),
  override: z.boolean().optional(),
});
/** A host adds somebody who came without an invitation, or who answered by word of mouth. */
export const AddGuest = z.strictObject({
  commandId: CommandId,
  guestId: GuestId,
  name: PersonName,
  email: EmailAddress.optional(),
  answer: Answer,
  plusOnes: PlusOnes,
  questionAnswers: QuestionAnswers.optional(),
  override: z.boolean().optional(),
});
export const EditGuest = z.strictObject({
  commandId: CommandId,
  name: PersonName.optional(),
  email: EmailAddress.nullable().optional(),
});
/** Most people of a party at a door: the guest, and all that anybody may bring. */
export const MAX_PARTY = 1 + MAX_PLUS_ONES;
/**
 * Somebody at the door lets people of a party in, or, with a number below zero, takes that back. A number to add, and not how many are
 * there then: a party comes in parts, and by several doors. `override` lets more people in than the guest announced.
 */
export const RecordArrival = z.strictObject({
  commandId: CommandId,
  people: z.union([z.int().min(1).max(MAX_PARTY), z.int().min(-MAX_PARTY).max(-1)]),
  override: z.boolean().optional(),
  /** Which door; left out: nobody said. */
  gate: OneLine.max(MAX_GATE).optional(),
});
export const RemoveGuest = z.strictObject({ commandId: CommandId });
export const ReadmitGuest = z.strictObject({ commandId: CommandId });

/** A host leaves a held reply without effect; `declines` what it suggests, which its guest is told. */
export const SettleReply = z.strictObject({ commandId: CommandId, reply: z.int().min(1), declines: z.boolean() });

/** Whom hosts took off the list, as they stood then. */
export const RemovedGuest = z.object({
  guestId: GuestId,
  name: z.string(),
  email: z.string().nullable(),
  standing: Standing,
  partySize: z.int().min(1),
  removedAt: z.iso.datetime(),
});
export type RemovedGuest = z.infer<typeof RemovedGuest>;

export const GuestOrder = z.enum(["name", "answered", "added", "line"]);
export type GuestOrder = z.infer<typeof GuestOrder>;

/** A guest in the list. */
export const ListedGuest = GuestCard.extend({
  /** How far the last email to them got. For hosts; left out: unknown. */
  delivery: DeliveryState.optional(),
  /**
   * Whether somebody has opened the event by this guest's link, while that access lasts, or they have it in their account. A
   * program that follows the links in emails counts as well. For hosts; earlier versions of the server do not say.
   */
  opened: z.boolean().optional(),
  /**
   * Whether the image in the last invitation to them, at this address, was loaded: a hint that it was read, and no more, since programs load images that nobody
   * sees. Never, where the operator has not switched it on. For hosts; earlier versions of the server do not say.
   */
  mailOpened: z.boolean().optional(),
});
export type ListedGuest = z.infer<typeof ListedGuest>;

/**
 * Guests by what reached them. `never`: they have not answered, no email is known to have reached them or to be on its way, and nobody
 * has opened their link. `opened`: they have not answered, and `ListedGuest.opened`. `delivered`: they have not answered, nobody has
 * opened their link, and `DeliveryState` says so.
 */
export const GuestReach = z.enum(["never", "opened", "delivered"]);
export type GuestReach = z.infer<typeof GuestReach>;

/** Guests who are going, by whether they confirmed that they still come. */
export const ConfirmedFilter = z.enum(["yes", "no"]);
export type ConfirmedFilter = z.infer<typeof ConfirmedFilter>;

/** How many guests who are going confirmed that they still come on the event's day, and how many did not. */
export const Confirmations = z.object({ confirmed: z.int().min(0), unconfirmed: z.int().min(0) });
export type Confirmations = z.infer<typeof Confirmations>;

/** One page of the guest list; `next` is the cursor of the following page. */
export const GuestPage = z.object({
  guests: z.array(ListedGuest),
  next: z.string().nullable(),
  total: z.int(),
  /** The log position that the page was read at: entries after it patch its rows. */
  seq: z.int(),
});
