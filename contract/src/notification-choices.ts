import { z } from "zod";
import { NotificationKind } from "./notifications.ts";

/** The ways by which a notification reaches people. `bell`: the list in the app. */
export const NotificationChannel = z.enum(["bell", "push"]);
export type NotificationChannel = z.infer<typeof NotificationChannel>;

/** Kinds that a channel leaves out unless somebody chooses them: answers come often, and are in the bell. */
const offByDefault: Record<NotificationChannel, readonly NotificationKind[]> = { bell: [], push: ["answered"] };

/** Whether a channel brings this kind to whoever has not chosen. */
export const isOnByDefault = (kind: NotificationKind, channel: NotificationChannel): boolean => !offByDefault[channel].includes(kind);

/** One choice. `isOn` null: at one event as at all events, and at all events as by default. */
export const ChooseNotification = z.strictObject({ kind: NotificationKind, channel: NotificationChannel, isOn: z.boolean().nullable() });
export type ChooseNotification = z.infer<typeof ChooseNotification>;

/** What holds, for each kind and channel that concerns the person. */
export const NotificationChoices = z.object({
  choices: z.array(z.object({ kind: NotificationKind, channel: NotificationChannel, isOn: z.boolean() })),
});
export type NotificationChoices = z.infer<typeof NotificationChoices>;

/** What holds at one event. */
export const EventNotificationChoices = z.object({ title: z.string(), ...NotificationChoices.shape });
export type EventNotificationChoices = z.infer<typeof EventNotificationChoices>;
