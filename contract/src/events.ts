import { z } from "zod";
import { CommandId, EventId, UserId } from "./ids.ts";
import { cleanLine, cleanWords, OneLine, Words } from "./text.ts";

export const MAX_TITLE = 120;
export const MAX_DESCRIPTION = 10_000;
export const MAX_CAPACITY = 100_000;
export const MAX_PLUS_ONES = 10;
export const MAX_CANCEL_NOTE = 1_000;
export const MAX_CHANGE_NOTE = 1_000;
export const MAX_HOSTS = 20;
export const MAX_PLACE_NAME = 120;
export const MAX_PLACE_ADDRESS = 300;
export const MAX_URL = 500;
/** Fewest days until the date that is proposed for an event that is held again. */
export const AGAIN_AFTER_DAYS = 14;

/** Who can open the event page at all. */
export const Visibility = z.enum(["public", "link", "invited"]);
export type Visibility = z.infer<typeof Visibility>;

/** Who can see the names of those who come. Everyone who can open the page always sees how many. */
export const GuestListFor = z.enum(["everyone", "guests", "hosts"]);
export type GuestListFor = z.infer<typeof GuestListFor>;

/** `strict`: the first on the waitlist waits until its party fits. `fillGaps`: see docs/waitlist.md. */
export const WaitlistRule = z.enum(["strict", "fillGaps"]);
export type WaitlistRule = z.infer<typeof WaitlistRule>;

export const ChatMode = z.enum(["open", "readOnly", "closed"]);
export type ChatMode = z.infer<typeof ChatMode>;

export const EventStatus = z.enum(["draft", "published", "cancelled"]);
export type EventStatus = z.infer<typeof EventStatus>;

const WebAddress = z.url({ protocol: /^https?$/ }).max(MAX_URL);

export const Place = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("later") }),
  z.strictObject({
    kind: z.literal("place"),
    name: z.string().min(1).max(MAX_PLACE_NAME),
    address: z.string().max(MAX_PLACE_ADDRESS),
  }),
  /** `url` is null for readers who are not on the guest list: the link is what admits to the room. */
  z.strictObject({ kind: z.literal("online"), url: WebAddress.nullable() }),
]);
export type Place = z.infer<typeof Place>;

export const COVER_THEMES = ["confetti", "sunrise", "waves", "grid", "botanical", "night", "paper", "bloom"] as const;

/** A theme, always there, and optionally an uploaded picture on top of it. */
export const Cover = z.strictObject({ theme: z.enum(COVER_THEMES), imageId: z.uuid().nullable() });
export type Cover = z.infer<typeof Cover>;

/** A wall-clock time in the event's zone, to the minute: `2027-06-18T19:00`. */
const LocalTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
/** A wall-clock time, or of an all-day event a day: `2027-06-18`. */
const LocalTimeOrDay = z.string().regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/);

/**
 * When it is, as its host typed it: pages show these. The instants are for comparing with now.
 * Of an all-day event `starts` and `ends` are its first and last day; without an end it is one day.
 */
export const WallClock = z.object({
  allDay: z.boolean(),
  starts: LocalTimeOrDay.nullable(),
  ends: LocalTimeOrDay.nullable(),
  answersClose: LocalTime.nullable(),
});
export type WallClock = z.infer<typeof WallClock>;

/** Which reminders guests get by email: see docs/reminders.md. */
export const RemindersOn = z.object({ dayBeforeReminder: z.boolean(), hoursBeforeReminder: z.boolean() });

/** When whoever is going is asked whether they still come, at the time of the start on the event's clock: see docs/reminders.md. */
export const StillComing = z.enum(["off", "dayBefore", "twoDaysBefore"]);
export type StillComing = z.infer<typeof StillComing>;

/** Whether emails bring entries for calendars. A cancellation takes out what came before in any case. */
export const CalendarEntriesOn = z.object({ calendarEntries: z.boolean() });

/** What the event page shows and the editor edits. Instants are ISO 8601 in UTC; `zone` is an IANA name. */
export const EventDetails = z.object({
  title: z.string().max(MAX_TITLE),
  description: z.string().max(MAX_DESCRIPTION),
  startsAt: z.iso.datetime().nullable(),
  endsAt: z.iso.datetime().nullable(),
  zone: z.string(),
  ...WallClock.partial().shape, // entries of earlier versions are without
  place: Place,
  cover: Cover,
  /** People, plus-ones included. Null: no limit. */
  capacity: z.int().min(1).max(MAX_CAPACITY).nullable(),
  plusOnesAllowed: z.int().min(0).max(MAX_PLUS_ONES),
  waitlist: z.boolean(),
  waitlistRule: WaitlistRule,
  answersCloseAt: z.iso.datetime().nullable(),
  guestListFor: GuestListFor,
  visibility: Visibility,
  chat: ChatMode,
  ...RemindersOn.partial().shape, // entries of earlier versions are without, and mean yes
  ...CalendarEntriesOn.partial().shape, // as for reminders
  stillComing: StillComing.optional(), // left out: off
  /** From when on they are asked; null: they are not. */
  askedFrom: z.iso.datetime().nullable().optional(),
  status: EventStatus,
  cancelNote: z.string(),
  /** Rises only when start, end, zone, place or status of a published event changes; SEQUENCE in calendars. */
  revision: z.int().min(0),
});
export type EventDetails = z.infer<typeof EventDetails>;

/** What guests come by. Instants are ISO 8601 in UTC. */
export const WhenAndWhere = EventDetails.pick({
  startsAt: true,
  endsAt: true,
  zone: true,
  allDay: true,
  starts: true,
  ends: true,
  place: true,
});
export type WhenAndWhere = z.infer<typeof WhenAndWhere>;

export const EventHost = z.object({ userId: UserId, name: z.string() });
export type EventHost = z.infer<typeof EventHost>;

/** A time that a host may enter, in the years 1000 to 9998: every calendar can write it. */
const GivenTime = z.string().regex(/^(?!9999)[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d$/);
const GivenTimeOrDay = z.string().regex(/^(?!9999)[1-9]\d{3}-\d\d-\d\d(T\d\d:\d\d)?$/);

/** A place as a host writes it. */
const GivenPlace = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("later") }),
  z.strictObject({
    kind: z.literal("place"),
    name: OneLine.min(1).max(MAX_PLACE_NAME),
    address: OneLine.max(MAX_PLACE_ADDRESS),
  }),
  z.strictObject({ kind: z.literal("online"), url: WebAddress.overwrite((url) => cleanLine(url).replaceAll(" ", "")).nullable() }),
]);

/** The fields a host can edit; those left out stay as they are. Times are wall-clock times in `zone`. */
export const EventFields = z.strictObject({
  title: OneLine.max(MAX_TITLE).optional(),
  description: z.string().overwrite(cleanWords).max(MAX_DESCRIPTION).optional(),
  allDay: z.boolean().optional(),
  starts: GivenTimeOrDay.nullable().optional(),
  ends: GivenTimeOrDay.nullable().optional(),
  zone: z.string().max(64).optional(),
  place: GivenPlace.optional(),
  cover: Cover.optional(),
  capacity: z.int().min(1).max(MAX_CAPACITY).nullable().optional(),
  plusOnesAllowed: z.int().min(0).max(MAX_PLUS_ONES).optional(),
  waitlist: z.boolean().optional(),
  waitlistRule: WaitlistRule.optional(),
  answersClose: GivenTime.nullable().optional(),
  guestListFor: GuestListFor.optional(),
  visibility: Visibility.optional(),
  chat: ChatMode.optional(),
  ...RemindersOn.partial().shape,
  ...CalendarEntriesOn.partial().shape,
  stillComing: StillComing.optional(),
});
export type EventFields = z.infer<typeof EventFields>;

/** The client makes the event's id, so that a retried creation is the same event. */
export const CreateEvent = z.strictObject({ commandId: CommandId, eventId: EventId, fields: EventFields });
export const EditEvent = z.strictObject({
  commandId: CommandId,
  fields: EventFields,
  /** Lets a host lower the capacity below the seats already taken: nobody loses a seat, nobody new gets one. */
  override: z.boolean().optional(),
  /** Guests get no email about the new time or place, as for a corrected slip. The next email contains it. */
  quietly: z.boolean().optional(),
  /** The host's note in the email about a new time or place. */
  note: Words.max(MAX_CHANGE_NOTE).optional(),
});
export const PublishEvent = z.strictObject({ commandId: CommandId });
export const CancelEvent = z.strictObject({ commandId: CommandId, note: Words.max(MAX_CANCEL_NOTE) });
export const DuplicateEvent = z.strictObject({
  commandId: CommandId,
  newEventId: EventId,
  /** With a new date: the same day of the week and time of day, `AGAIN_AFTER_DAYS` from now or soon after. */
  again: z.boolean().optional(),
});
export const RenewShareLink = z.strictObject({ commandId: CommandId });
export const RemoveHost = z.strictObject({ commandId: CommandId });

/** The settings that decided who might see an entry when it was written; kept with it, so that a replay shows no more. */
export const EntryContext = z.object({ guestListFor: GuestListFor, chat: ChatMode, status: EventStatus });
export type EntryContext = z.infer<typeof EntryContext>;
