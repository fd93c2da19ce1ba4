import type { GuestCard } from "@turnout/contract/guests";

/** Answers that a host sees at a glance. */
export const LATEST_SHOWN = 5;

/** The newest answers of both lists, newest first; a guest stands in it once, with what they said last. */
export function withLatest(known: GuestCard[], more: GuestCard[]): GuestCard[] {
  const byGuest = new Map(known.map((guest) => [guest.guestId, guest]));
  for (const guest of more) {
    const before = byGuest.get(guest.guestId);
    if (!before || (before.answeredAt ?? "") <= (guest.answeredAt ?? "")) byGuest.set(guest.guestId, guest);
  }
  return [...byGuest.values()].sort((one, other) => (other.answeredAt ?? "").localeCompare(one.answeredAt ?? "")).slice(0, LATEST_SHOWN);
}
