import type { Notification, NotificationKind } from "@turnout/contract/notifications";

/** Kinds of which there may be many, so that several of one event are shown as one. */
const bundled: ReadonlySet<NotificationKind> = new Set(["answered", "seatGiven", "undelivered"]);

/** One line of the list: one notification, or several of one kind at one event, the newest first. */
export type NotificationGroup = [Notification, ...Notification[]];

/** Puts the newest first, and bundles what is alike: read and unread ones apart, so that a bundle is read as a whole. */
export function groupNotifications(notifications: readonly Notification[]): NotificationGroup[] {
  const groups = new Map<string, NotificationGroup>();
  for (const one of notifications) {
    const key = bundled.has(one.kind) ? `${one.eventId} ${one.kind} ${one.isRead}` : one.id;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}
