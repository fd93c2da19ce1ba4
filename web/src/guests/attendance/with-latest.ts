import type { GuestCard } from "@turnout/contract/guests";

/** How many answers are shown. */
export const LATEST_SHOWN = 5;

/** The newest answers of both lists, newest first; each guest once, with their last answer. */
export function withLatest(known: GuestCard[], more: GuestCard[]): GuestCard[] {
  const byGuest = new Map(known.map((guest) => [guest.guestId, guest]));
  for (const guest of more) {
    const before = byGuest.get(guest.guestId);
    if (!before || (before.answeredAt ?? "") <= (guest.answeredAt ?? "")) byGuest.set(guest.guestId, guest);
  }
  return [...byGuest.values()].sort((one, other) => (other.answeredAt ?? "").localeCompare(one.answeredAt ?? "")).slice(0, LATEST_SHOWN);
}
