import type { EventState } from "../log/working-set.ts";
import type { GuestRow } from "./tables.ts";

/**
 * How far a guest's clock may be from ours (ms). If it is further behind, their reply was written before their answer on the page; if it
 * is further ahead, its time is not believed, or all replies that they write after it is set right would seem older.
 */
export const CLOCK_TOLERANCE = 5 * 60_000;

/** What says which of two replies is the newer one. `writtenAt` is believed. */
export interface ReplyOrder {
  writtenAt: Date | null;
  revision: number | null;
}

/** When a reply was written, as far as its clock is believed. */
export const believed = (writtenAt: Date | null, now: Date) =>
  writtenAt && new Date(Math.min(writtenAt.getTime(), now.getTime() + CLOCK_TOLERANCE));

/**
 * Whether the guest has said something since. A reply to a revision that they have not answered yet is newer, whatever its clock says; of
 * one revision only clocks can tell.
 */
export function isOvertaken({ event }: EventState, guest: Readonly<GuestRow>, { writtenAt, revision }: ReplyOrder): boolean {
  const { replied_at, replied_revision, answered_at } = guest;
  // An answer that an earlier version of the server recorded: whether a reply or not is unknown.
  const isUnknown = answered_at !== null && (replied_revision === null || !isOfAnswer(guest));
  // No calendar knows a later revision than there is.
  if (!isUnknown && revision !== null && replied_revision !== null && Math.min(revision, event.revision) > replied_revision) return false;
  if (writtenAt === null) return false;
  const isOlderReply = replied_at !== null && writtenAt < replied_at;
  return isOlderReply || (isUnknown && writtenAt.getTime() < answered_at.getTime() - CLOCK_TOLERANCE);
}

/** Whether what is known of the last reply is about the answer that stands: each of our own answers sees to that. */
const isOfAnswer = (guest: Readonly<GuestRow>): boolean =>
  areNear(guest) || guest.reply_answered_at?.getTime() === guest.answered_at?.getTime();

const areNear = ({ replied_at, answered_at }: Readonly<GuestRow>): boolean =>
  replied_at !== null && answered_at !== null && answered_at.getTime() <= replied_at.getTime() + CLOCK_TOLERANCE;

/** What is kept of the answer that stands after a reply, so that both are known to belong together. */
export const answeredByReply = (guest: Readonly<GuestRow>) => ({ reply_answered_at: areNear(guest) ? null : guest.answered_at });

/** What is kept of a reply that counts, so that none from before it does. */
export const repliedAt = ({ event }: EventState, before: Readonly<GuestRow>, { writtenAt, revision }: ReplyOrder) => ({
  replied_at: writtenAt ?? before.replied_at,
  replied_revision: revision === null ? before.replied_revision : event.revision,
});

/** The same of an answer that is no reply, by our clock. */
export function answeredHere({ event }: EventState, { replied_at }: Readonly<GuestRow>, now: Date) {
  const earliest = new Date(now.getTime() - CLOCK_TOLERANCE);
  return { replied_at: replied_at && replied_at > earliest ? replied_at : earliest, replied_revision: event.revision };
}
