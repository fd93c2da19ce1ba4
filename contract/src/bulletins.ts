import { z } from "zod";
import { BulletinKind } from "./bulletin-kind.ts";
import { GuestTag } from "./guest-tags.ts";
import { Standing } from "./guests.ts";
import { CommandId, GuestId } from "./ids.ts";
import { Committed } from "./log.ts";
import { ShortId } from "./questions.ts";
import { OneLine, Words } from "./text.ts";

export const MAX_BULLETIN_SUBJECT = 120;
export const MAX_BULLETIN_TEXT = 5_000;
/** Emails that the hosts of an event may write to guests within 24 hours; what was taken back does not count. */
export const BULLETINS_A_DAY = 5;
/** How long what is sent at once can be taken back (s). */
export const UNDO_SECONDS = 10;
/** How far back the time that one is scheduled for may lie (min): clocks differ, and hosts look once more before they confirm. It goes out at once. */
export const BULLETIN_LATE_MINUTES = 5;
/** How often guests of one event can be asked again for their answer, in all. */
export const MAX_NUDGES = 3;
/** Days between two of these, and between an invitation and the first. */
export const NUDGE_DAYS = 2;

/** The guests that it is for, by where they stand. */
export const BulletinAudience = z.array(Standing).min(1).max(Standing.options.length);

/** Most guests that an email names one by one; for more, hosts give them a tag. */
export const MAX_BULLETIN_GUESTS = 500;

/** Which of these guests it is for; each of what is said holds. */
export const BulletinPart = z.strictObject({
  /** Those who have come, or those who have not. */
  arrived: z.boolean().exactOptional(),
  /** Who came: those whom the doors have let in when it goes out, or, where they let nobody in, those who are going. */
  came: z.literal(true).exactOptional(),
  /** Those who are going and confirmed that they still come on the event's day, or those who are going and did not. */
  confirmed: z.boolean().exactOptional(),
  tag: GuestTag.exactOptional(),
  /** Somebody of their party gave this answer: an option's id, yes or no. */
  answer: z.strictObject({ question: ShortId, value: z.union([ShortId, z.boolean()]) }).exactOptional(),
  guestIds: z.array(GuestId).min(1).max(MAX_BULLETIN_GUESTS).exactOptional(),
});
export type BulletinPart = z.infer<typeof BulletinPart>;

const LocalTime = z.string().regex(/^(?!9999)[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d$/);

export const SendBulletin = z.strictObject({
  commandId: CommandId,
  subject: OneLine.min(1).max(MAX_BULLETIN_SUBJECT),
  text: Words.min(1).max(MAX_BULLETIN_TEXT),
  to: BulletinAudience,
  /** Left out: all of these. */
  part: BulletinPart.exactOptional(),
  /**
   * When it goes out, on the event's clock. Null: now, which can be taken back for `UNDO_SECONDS`. A time more than `BULLETIN_LATE_MINUTES`
   * ago is refused (`bulletin_time_passed`).
   */
  at: LocalTime.nullable(),
});
/** Asks how many people one would reach. Null: one for everybody. */
export const CountAudience = z.strictObject({ part: BulletinPart.nullable() });
export const NudgeGuests = z.strictObject({ commandId: CommandId });
export const WithdrawBulletin = z.strictObject({ commandId: CommandId });
/** Sends what is written to the host alone. */
export const TryBulletin = SendBulletin.pick({ commandId: true, subject: true, text: true });

export const BulletinQueued = Committed.extend({ bulletinId: z.uuid(), due: z.iso.datetime() });

/** One that was sent or will be, for hosts. */
export const Bulletin = z.object({
  bulletinId: z.uuid(),
  kind: BulletinKind,
  subject: z.string(),
  text: z.string(),
  to: z.array(Standing),
  /** Left out: all of these. */
  part: BulletinPart.optional(),
  /** The host who wrote it; empty without an account any more. */
  by: z.string(),
  due: z.iso.datetime(),
  /** `dropped`: before it was due, the event was cancelled or its author stopped hosting. */
  state: z.enum(["scheduled", "sending", "sent", "withdrawn", "dropped"]),
  /** Emails: those that it is for in all, and what has become of them. The rest is on its way. */
  recipients: z.int().min(0),
  sent: z.int().min(0),
  failed: z.int().min(0),
  /** Not sent because the guest has unsubscribed, or stands elsewhere by now. */
  skipped: z.int().min(0),
});
export type Bulletin = z.infer<typeof Bulletin>;

const People = z.int().min(0);
const PeopleBy = z.object({ going: People, maybe: People, declined: People, waiting: People, none: People });

/** How many people one would reach now, and how many of its guests have no email address, by where they stand. */
export const AudienceCount = z.object({
  people: PeopleBy,
  /** Left out: an earlier version sent it. */
  withoutEmail: PeopleBy.optional(),
});
export type AudienceCount = z.infer<typeof AudienceCount>;

/** Most people in the list of whom one went to. */
export const RECIPIENTS_SHOWN = 200;

/** What became of the email to one guest. `returned`: it was sent, and came back, or was reported as unwanted. */
export const RecipientState = z.enum(["returned", "failed", "skipped", "waiting", "sent"]);
export type RecipientState = z.infer<typeof RecipientState>;

export const BulletinRecipient = z.object({
  guestId: GuestId,
  name: z.string(),
  email: z.string().nullable(),
  state: RecipientState,
  /** Why nothing was sent: they asked for no more, emails to them came back before, or they stand elsewhere. Null: nobody said. */
  why: z.enum(["unwanted", "bouncedBefore", "elsewhere"]).nullable(),
});
export type BulletinRecipient = z.infer<typeof BulletinRecipient>;

/** Whom one went to, those first whom it did not reach; emails are forgotten after a while, and their recipients with them. */
export const BulletinRecipients = z.object({ recipients: z.array(BulletinRecipient), total: z.int().min(0) });

export const Bulletins = z.object({
  bulletins: z.array(Bulletin),
  /** As `AudienceCount`, of all guests. */
  ...AudienceCount.shape,
  leftToday: z.int().min(0),
  /** Who would be asked again, and until when nobody can be; `left`: how many times more. */
  nudge: z.object({ people: z.int().min(0), notBefore: z.iso.datetime().nullable(), left: z.int().min(0) }),
});
export type Bulletins = z.infer<typeof Bulletins>;
