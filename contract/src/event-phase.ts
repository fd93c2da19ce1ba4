import { isOver } from "./event-end.ts";
import type { EventDetails } from "./events.ts";
import type { Tally } from "./guests.ts";

/** What an event is to somebody who wants to answer. */
export type EventPhase = "draft" | "open" | "closed" | "over" | "cancelled";

export function phaseOf(details: EventDetails, now: number): EventPhase {
  if (details.status !== "published") return details.status;
  if (isOver(details, now)) return "over";
  if (details.answersCloseAt !== null && Date.parse(details.answersCloseAt) <= now) return "closed";
  return "open";
}

/** Seats that a new guest could still take; null without a limit. While somebody is on the waitlist, none. */
export function seatsFree({ capacity }: EventDetails, { going, waitingParties }: Tally): number | null {
  if (capacity === null) return null;
  return waitingParties > 0 ? 0 : Math.max(0, capacity - going);
}
