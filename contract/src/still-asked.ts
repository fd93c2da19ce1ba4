import type { EventDetails } from "./events.ts";
import type { GuestCard } from "./guests.ts";

/** Whether somebody is asked at `now` (ms) if they still come: they are going, and did not confirm it for the day of the start. */
export function isStillAsked(
  { standing, confirmedFor }: Pick<GuestCard, "standing" | "confirmedFor">,
  { askedFrom, starts }: Pick<EventDetails, "askedFrom" | "starts">,
  now: number,
): boolean {
  return standing === "going" && now >= Date.parse(askedFrom ?? "") && confirmedFor !== starts?.slice(0, 10);
}
