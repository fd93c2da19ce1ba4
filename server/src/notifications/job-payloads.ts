import type { DeliveryState, UndeliveredReason } from "@turnout/contract/invitations";
import type { ReminderKind } from "@turnout/contract/reminders";
import type { AnswerMail, HostMail, RemovalMail } from "./mail-kinds.ts";

export interface TellGuest {
  eventId: string;
  guestId: string;
  /** The entry that it is about. */
  seq: number;
  kind: "invitation" | AnswerMail | "proposalDeclined";
}

export interface TellRemoval {
  eventId: string;
  guestId: string;
  /** The entry that it is about. */
  seq: number;
  kind: RemovalMail;
}

export interface TellHosts {
  eventId: string;
  /** Whose email it is about. */
  guestId: string;
  /** The entry that it is about. */
  seq: number;
  kind: HostMail;
}

export interface TellGuests {
  eventId: string;
  /** The event's revision that it is about. */
  revision: number;
  /** The entry that it is about. Absent in jobs of older versions. */
  seq?: number;
  kind: "changed" | "cancelled";
  /** Browsers hear of it by `notify`. Absent in jobs of older versions. */
  isNotified?: true;
}

export interface RemindGuests {
  eventId: string;
  kind: ReminderKind;
  /** When it was due by the event as it stood when this was queued. */
  due: string;
}

export interface BulletinDue {
  eventId: string;
  bulletinId: string;
}

export interface PushGuest {
  eventId: string;
  guestId: string;
  /** The entry that it is about. */
  seq: number;
  /** Off the list, which ends the subscriptions of whoever came by a link; or, in jobs of older versions, a seat from the waitlist. */
  kind: "promoted" | "removed";
}

export interface SendPush {
  /** Of `push_messages`, which has whom it is for. */
  messageId: string;
  /** How often it was tried before. */
  tries: number;
  /** Its push service takes less than it has to: only the title is sent. */
  isShort?: boolean;
}

/** What has its own time, and is in the list of accounts as well. */
export type ListTimed =
  | { eventId: string; kind: "reminder"; reminder: ReminderKind; due: string }
  | { eventId: string; kind: "bulletin"; bulletinId: string };

/** Emails of notifications are due. */
export interface SendDigests {
  due: string;
  /** What they came to be due by, so that each time they do is a job of its own. */
  by: string;
}

/** Entries of one commit, some of which notify people. */
export interface Notify {
  eventId: string;
  after: number;
  upTo: number;
}

export interface DeliveryNews {
  mailId: string;
  eventId: string;
  guestId: string;
  delivery: Extract<DeliveryState, "sent" | "failed">;
  /** Why it failed, if the mail server said so. */
  reason?: UndeliveredReason;
  /** Those with the same batch are recorded together. Absent in jobs of older versions. */
  batch?: string;
}
