import { isOver } from "./event-life.ts";
import type { EventDetails } from "./events.ts";
import type { Tally } from "./guests.ts";

/** Where an event is in its life, as far as answering is concerned. */
export type EventPhase = "draft" | "open" | "closed" | "over" | "cancelled";

export function phaseOf(details: EventDetails, now: number): EventPhase {
  if (details.status !== "published") return details.status;
  if (isOver(details, now)) return "over";
  if (details.answersCloseAt !== null && Date.parse(details.answersCloseAt) <= now) return "closed";
  return "open";
}

/** Seats that somebody could still take; null where there is no limit. Behind a line nothing is free. */
export function seatsFree({ capacity }: EventDetails, { going, waitingParties }: Tally): number | null {
  if (capacity === null) return null;
  return waitingParties > 0 ? 0 : Math.max(0, capacity - going);
}
