import type { GuestCard, Standing } from "@turnout/contract/guests";
import type { LogEntry } from "@turnout/contract/log";

export interface LoadedGuests {
  guests: GuestCard[];
  next: string | null;
  total: number;
  seq: number;
}

export interface Patched {
  pages: LoadedGuests[];
  /** People the list does not show yet: they wait behind a button, so that no row jumps under a finger. */
  waitingToBeShown: number;
}

/** The guest that an entry is about, with their new standing; null when they left the list. */
function movedGuest({ body }: LogEntry): { guestId: string; card: GuestCard | null } | null {
  switch (body.type) {
    case "guest.added":
    case "guest.invited":
    case "guest.promoted":
    case "guest.edited":
    case "guest.arrived":
    case "guest.tagged":
    case "guest.readmitted":
    case "rsvp.answered":
      return body.guest && { guestId: body.guest.guestId, card: body.guest };
    case "guest.removed":
      return body.guestId ? { guestId: body.guestId, card: null } : null;
    default:
      return null;
  }
}

/** What decides whether a guest who is not loaded would be in the list. */
interface Filter {
  standing: Standing | null;
  tag?: string | null;
}

/** Whether an entry may have brought this guest into the list: a tag does only where the list is that of the tag. */
function isNewTo({ standing, tag = null }: Filter, card: GuestCard, { body }: LogEntry): boolean {
  if (body.type === "guest.tagged" && body.tag !== tag) return false;
  return (standing === null || standing === card.standing) && (tag === null || (card.tags ?? []).includes(tag));
}

/**
 * The loaded pages with more entries applied. Rows change in place; a row that no longer matches the filter stays until
 * the list is loaded anew, and only removed guests go at once.
 */
export function patchPages(pages: LoadedGuests[], entries: LogEntry[], filter: Filter): Patched {
  let next = pages;
  let waitingToBeShown = 0;
  for (const entry of entries) {
    const moved = movedGuest(entry);
    if (!moved) continue;
    const known = next.some((page) => page.guests.some((guest) => guest.guestId === moved.guestId));
    if (known) next = next.map((page) => patchPage(page, moved.guestId, moved.card, entry.seq));
    else if (moved.card && isNewTo(filter, moved.card, entry)) waitingToBeShown += 1;
  }
  return { pages: next, waitingToBeShown };
}

function patchPage(page: LoadedGuests, guestId: string, card: GuestCard | null, seq: number): LoadedGuests {
  if (seq <= page.seq || !page.guests.some((guest) => guest.guestId === guestId)) return page;
  const guests = card
    ? page.guests.map((guest) => (guest.guestId === guestId ? card : guest))
    : page.guests.filter((guest) => guest.guestId !== guestId);
  return { ...page, guests, total: page.total - (card ? 0 : 1) };
}
