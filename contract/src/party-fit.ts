import type { EventDetails } from "./events.ts";
import type { Me, Tally } from "./guests.ts";
import { seatsFree } from "./event-phase.ts";

/** What saying "going" with so many people would lead to, as far as the page knows: the server decides. */
export type PartyFit = "seated" | "waiting" | "refused";

type Asked = { details: EventDetails; tally: Tally; me: Me | null };

/** Whoever has seats keeps them, so only the people added need new ones; a larger party of theirs is never put in line. */
export function partyFit({ details, tally, me }: Asked, size: number): PartyFit {
  const free = seatsFree(details, tally);
  const holds = me?.standing === "going" ? me.partySize : 0;
  if (me?.standing === "waiting") return "waiting";
  if (free === null || size - holds <= Math.max(0, free)) return "seated";
  return details.waitlist && holds === 0 && size <= details.capacity! ? "waiting" : "refused";
}
