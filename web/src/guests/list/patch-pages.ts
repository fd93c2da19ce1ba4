import type { GuestCard, ConfirmedFilter, GuestReach, ListedGuest, Standing } from "@turnout/contract/guests";
import type { LogEntry } from "@turnout/contract/log";

export interface LoadedGuests {
  guests: ListedGuest[];
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
    case "guest.movedOnWaitlist":
    case "guest.edited":
    case "guest.arrived":
    case "guest.tagged":
    case "guest.readmitted":
    case "rsvp.answered":
    case "guest.confirmed":
      return body.guest && { guestId: body.guest.guestId, card: body.guest };
    case "guest.removed":
      return body.guestId ? { guestId: body.guestId, card: null } : null;
    default:
      return null;
  }
}

type Mail = Pick<ListedGuest, "delivery" | "mailOpened">;

/** How far the last email to a guest is now, if an entry says so. */
function movedMail({ body }: LogEntry): { guestId: string; mail: Mail } | null {
  switch (body.type) {
    case "guest.invited":
      return body.guest && body.delivery && { guestId: body.guest.guestId, mail: { delivery: body.delivery, ...UNOPENED } };
    case "delivery.changed":
      return { guestId: body.guestId, mail: { delivery: body.delivery } };
    case "invitation.revoked":
      return { guestId: body.guestId, mail: { delivery: "revoked" } };
    default:
      return null;
  }
}

const UNOPENED = { mailOpened: false } satisfies Mail;

/** A guest as their card is now. What is known of emails to another address says nothing of this one. */
function asOn(card: GuestCard, guest: ListedGuest): ListedGuest {
  if (card.email === guest.email) return { ...guest, ...card };
  return { ...guest, ...card, ...(guest.delivery === "delivered" && { delivery: "sent" }), ...UNOPENED };
}

/** What decides whether a guest who is not loaded would be in the list. */
interface Filter {
  standing: Standing | null;
  tag?: string | null;
  reach?: GuestReach | null;
  confirmed?: ConfirmedFilter | null;
}

/** Whether an entry may have brought this guest into the list: a tag does only where the list is that of the tag. */
function isNewTo({ standing, tag = null, reach = null, confirmed = null }: Filter, card: GuestCard, { body }: LogEntry): boolean {
  if (reach !== null && body.type !== "guest.readmitted") return false; // whoever is added now was neither missed yet, nor has opened anything
  if (body.type === "guest.confirmed") return confirmed === "yes"; // who confirms was in every other list before
  if (confirmed !== null && card.standing !== "going") return false;
  if (body.type === "guest.movedOnWaitlist") return false; // whoever waits was in the list before
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
    const mailed = movedMail(entry);
    if (mailed) next = next.map((page) => patchPage(page, mailed.guestId, entry.seq, (guest) => ({ ...guest, ...mailed.mail })));
    const moved = movedGuest(entry);
    if (!moved) continue;
    const known = next.some((page) => page.guests.some((guest) => guest.guestId === moved.guestId));
    if (known) next = next.map((page) => patchPage(page, moved.guestId, entry.seq, (guest) => moved.card && asOn(moved.card, guest)));
    else if (moved.card && isNewTo(filter, moved.card, entry)) waitingToBeShown += 1;
  }
  return { pages: next, waitingToBeShown };
}

/** `change` gives the row's guest as they are now; null: they are gone. */
function patchPage(page: LoadedGuests, guestId: string, seq: number, change: (guest: ListedGuest) => ListedGuest | null): LoadedGuests {
  if (seq <= page.seq || !page.guests.some((guest) => guest.guestId === guestId)) return page;
  const guests = page.guests.flatMap((guest) => (guest.guestId === guestId ? (change(guest) ?? []) : [guest]));
  return { ...page, guests, total: page.total + guests.length - page.guests.length };
}
