import { z } from "zod";
import { NotificationKind } from "./notifications.ts";

/** The ways by which a notification reaches people at once. `bell`: the list in the app. */
export const NotificationChannel = z.enum(["bell", "push"]);
export type NotificationChannel = z.infer<typeof NotificationChannel>;

/** Kinds that a channel leaves out unless somebody chooses them: answers come often, and are in the bell. */
const offByDefault: Record<NotificationChannel, readonly NotificationKind[]> = { bell: [], push: ["answered"] };

/** Whether a channel brings this kind to whoever has not chosen. */
export const isOnByDefault = (kind: NotificationKind, channel: NotificationChannel): boolean => !offByDefault[channel].includes(kind);

/** When emails bring a kind: soon, once nothing more has come for an hour (`QUIET_HOUR`), each morning (`DAILY_AT`), or never. */
export const EmailPace = z.enum(["atOnce", "quiet", "daily", "off"]);
export type EmailPace = z.infer<typeof EmailPace>;

/** How long nothing more of a kind has to come before what came is sent (ms). */
export const QUIET_HOUR = 3_600_000;
/** The hour at which what came in a day is sent, by the reader's clock. */
export const DAILY_AT = "08:00";

/**
 * Kinds that emails bring as people choose, with what holds by default. Of the others there are emails of their own: to guests about a seat
 * and what changes, and to hosts what guests write.
 */
export const emailPaces = {
  answered: "daily",
  seatGiven: "atOnce",
  undelivered: "atOnce",
  announced: "quiet",
  replied: "quiet",
  mentioned: "quiet",
} as const satisfies Partial<Record<NotificationKind, EmailPace>>;
export type EmailedKind = keyof typeof emailPaces;
export const emailedKinds = Object.keys(emailPaces) as EmailedKind[];
export const isEmailed = (kind: NotificationKind): kind is EmailedKind => kind in emailPaces;

/** One choice. `isOn` null: at one event as at all events, and at all events as by default. */
export const ChooseNotification = z.strictObject({ kind: NotificationKind, channel: NotificationChannel, isOn: z.boolean().nullable() });
export type ChooseNotification = z.infer<typeof ChooseNotification>;

/** When emails bring one kind. Null: at one event as at all events, and at all events as by default. */
export const ChooseEmail = z.strictObject({ kind: z.enum(emailedKinds), channel: z.literal("email"), pace: EmailPace.nullable() });
export type ChooseEmail = z.infer<typeof ChooseEmail>;

export const Choose = z.union([ChooseNotification, ChooseEmail]);
export type Choose = z.infer<typeof Choose>;

/** What holds, for each kind and channel that concerns the person. */
export const NotificationChoices = z.object({
  choices: z.array(z.object({ kind: NotificationKind, channel: NotificationChannel, isOn: z.boolean() })),
  /** Empty for somebody without an address. */
  emails: z.array(z.object({ kind: z.enum(emailedKinds), pace: EmailPace })),
});
export type NotificationChoices = z.infer<typeof NotificationChoices>;

/** What holds at one event. */
export const EventNotificationChoices = z.object({ title: z.string(), ...NotificationChoices.shape });
export type EventNotificationChoices = z.infer<typeof EventNotificationChoices>;
