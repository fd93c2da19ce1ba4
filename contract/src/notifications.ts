import { z } from "zod";
import { Standing } from "./guests.ts";
import { EventId, MessageId } from "./ids.ts";

/** How long a notification is kept, read or not (days). */
export const NOTIFICATIONS_KEPT_DAYS = 90;
/** Notifications that a list shows at most, the newest. */
export const MAX_NOTIFICATIONS_LISTED = 100;
/** Unread ones that are counted at most; beyond, the bell shows that there are more. */
export const MAX_UNREAD_COUNTED = 100;

/** Of what hosts are notified. */
export const hostNotificationKinds = ["answered", "seatGiven", "undelivered", "wrote", "replyHeld"] as const;
/** Of what guests are notified; of what is said to somebody (`saidToKinds`) hosts are, too. */
export const guestNotificationKinds = [
  "promoted",
  "changed",
  "cancelled",
  "announced",
  "replied",
  "mentioned",
  "reminder",
  "bulletin",
] as const;
/** What is said to one person in the conversation, host or guest. */
export const saidToKinds = ["replied", "mentioned"] as const satisfies (typeof guestNotificationKinds)[number][];
/** Those that are in the app's list beside an email and a push message of their own, which come whatever is chosen here. */
export const listedKinds = ["reminder", "bulletin"] as const satisfies (typeof guestNotificationKinds)[number][];

/** Those that ask something of hosts: opening the event's page does not read them. */
export const actionKinds = ["undelivered", "wrote", "replyHeld"] as const satisfies (typeof hostNotificationKinds)[number][];

export const NotificationKind = z.enum([...hostNotificationKinds, ...guestNotificationKinds]);
export type NotificationKind = z.infer<typeof NotificationKind>;

/** A notification as its person reads it now: what was erased since is not in it. */
export const Notification = z.object({
  id: z.uuid(),
  eventId: EventId,
  /** The event's title. */
  title: z.string(),
  /** Whether it came to a host of the event, or to a guest. */
  role: z.enum(["host", "guest"]),
  kind: NotificationKind,
  /** The position of the entry that caused it. Negative for a reminder, which a day has caused. */
  seq: z.int(),
  at: z.iso.datetime(),
  isRead: z.boolean(),
  /** Who it is about, or who wrote; null where that is nobody in particular. */
  name: z.string().nullable(),
  /** The answer, where it is about one. */
  answer: Standing.nullable(),
  /** The message that it is about, if its person may read the conversation. */
  messageId: MessageId.nullable(),
  /** The beginning of that message, or the subject of what hosts wrote. */
  excerpt: z.string().nullable(),
});
export type Notification = z.infer<typeof Notification>;

export const NotificationList = z.object({ notifications: z.array(Notification).max(MAX_NOTIFICATIONS_LISTED) });

/** Unread notifications, up to `MAX_UNREAD_COUNTED`. */
export const UnreadCount = z.object({ unread: z.int().min(0).max(MAX_UNREAD_COUNTED) });

/** Which notifications were read: these, or what one event's page shows, or all. Those that came after `upTo` stay unread. */
export const ReadNotifications = z.strictObject({
  ids: z.array(z.uuid()).max(MAX_NOTIFICATIONS_LISTED).optional(),
  eventId: EventId.optional(),
  upTo: z.iso.datetime().optional(),
});

/** How many were unread. */
export const SeenNotifications = z.object({ seen: z.int().min(0) });
