import type { EventDetails } from "@turnout/contract/events";
import type { Tally } from "@turnout/contract/guests";

/** Where an event is in its life, as far as answering is concerned. */
export type EventPhase = "draft" | "open" | "closed" | "over" | "cancelled";

/** How long an event without an end is taken to last; the server goes by the same number. */
const ASSUMED_MS = 6 * 3_600_000;

export function phaseOf(details: EventDetails, now: number): EventPhase {
  if (details.status !== "published") return details.status;
  if (endOf(details) <= now) return "over";
  if (details.answersCloseAt !== null && Date.parse(details.answersCloseAt) <= now) return "closed";
  return "open";
}

/** Whether it is happening right now. */
export function isOn(details: EventDetails, now: number): boolean {
  return details.startsAt !== null && Date.parse(details.startsAt) <= now && now < endOf(details);
}

function endOf({ startsAt, endsAt }: EventDetails): number {
  if (endsAt !== null) return Date.parse(endsAt);
  return startsAt === null ? Infinity : Date.parse(startsAt) + ASSUMED_MS;
}

/** Seats that somebody could still take; null where there is no limit. Behind a line nothing is free. */
export function seatsFree({ capacity }: EventDetails, { going, waitingParties }: Tally): number | null {
  if (capacity === null) return null;
  return waitingParties > 0 ? 0 : Math.max(0, capacity - going);
}
