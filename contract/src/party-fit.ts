import type { EventDetails } from "./events.ts";
import type { Me, Tally } from "./guests.ts";
import { seatsFree } from "./event-phase.ts";

/** How many people the reader may bring: what a host has set for them, or what the event lets everybody bring. */
export function plusOnesFor({ details, me }: Pick<Asked, "details" | "me">): number {
  return me?.plusOnesAllowed ?? details.plusOnesAllowed;
}

/** What an answer "going" with so many people leads to, by what the page knows; the server decides. */
export type PartyFit = "seated" | "waiting" | "refused";

type Asked = { details: EventDetails; tally: Tally; me: Me | null };

/** Whoever has seats keeps them, so only the people added need new ones; a larger party of theirs never goes on the waitlist. */
export function partyFit({ details, tally, me }: Asked, size: number): PartyFit {
  const free = seatsFree(details, tally);
  const holds = me?.standing === "going" ? me.partySize : 0;
  if (me?.standing === "waiting") return "waiting";
  if (free === null || size - holds <= Math.max(0, free)) return "seated";
  return details.waitlist && holds === 0 && size <= details.capacity! ? "waiting" : "refused";
}
