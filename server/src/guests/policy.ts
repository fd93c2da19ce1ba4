import { refuse } from "@turnout/contract/refusals";
import { canBeSamePerson } from "@turnout/contract/same-person";
import { uuidFrom } from "../db/uuid.ts";
import { isLinkInForce } from "../events/policy.ts";
import type { Caller } from "../log/caller.ts";
import type { EventState } from "../log/working-set.ts";
import { guestsTable, type GuestRow } from "./tables.ts";

/** The version of a new guest's links. */
export const FIRST_ACCESS = 1;

/** The caller's guest, if their link is still valid and they have not been removed. */
export function callersGuest(state: EventState, caller: Caller): Readonly<GuestRow> | undefined {
  const guest = state.rows(guestsTable).get(caller.guestId);
  if (!guest || guest.removed_at) return undefined;
  const byAccount = caller.user !== null && guest.user_id === caller.user.id;
  return byAccount || (guest.access_version === caller.accessVersion && isLinkInForce(state, caller)) ? guest : undefined;
}

/** The guest of the caller's account, among the loaded rows. */
export function guestOfAccount(state: EventState, { user }: Caller): Readonly<GuestRow> | undefined {
  return user ? state.rows(guestsTable).find((guest) => guest.user_id === user.id && !guest.removed_at) : undefined;
}

/**
 * The guest that this browser's first answer created, so that two concurrent first answers are one guest. Undefined once
 * that guest's links were revoked, or the browser was a guest by a link: that may be another person.
 */
export function guestOfVisit(state: EventState, { user, visitId, hadGuest }: Caller): Readonly<GuestRow> | undefined {
  if (user || !visitId || hadGuest) return undefined;
  return state.rows(guestsTable).find((guest) => guest.visit_id === visitId && !guest.removed_at && guest.access_version === FIRST_ACCESS);
}

/**
 * The visit id that is stored for a guest who answered by an account: a removed guest is recognized by it even after the
 * account is deleted, but it grants nobody else in that browser the guest's access.
 */
export const visitOfAccount = (visitId: string) => uuidFrom(`account ${visitId}`);

/** Refuses a guest whom a host has removed, by browser, account or address, until they are invited again. */
export function requireNotRemoved(state: EventState, caller: Caller, { name, email }: { name: string; email: string | null }): void {
  const visits = caller.visitId ? [caller.visitId, visitOfAccount(caller.visitId)] : [];
  const isThem = (guest: Readonly<GuestRow>) =>
    (guest.visit_id !== null && visits.includes(guest.visit_id)) ||
    (caller.user !== null && guest.user_id === caller.user.id) ||
    (email !== null && guest.email === email && canBeSamePerson(guest.name, name));
  if (caller.wasRemoved || state.rows(guestsTable).find((guest) => guest.removed_at !== null && isThem(guest))) refuse("removed_from_list");
}

/** The caller's guest, who becomes the actor. Refuses others with `event_not_found`. */
export function requireGuest(state: EventState, caller: Caller): Readonly<GuestRow> {
  const guest = callersGuest(state, caller) ?? refuse("event_not_found");
  state.actAs({ kind: "guest", personId: guest.id, name: guest.name });
  return guest;
}

/** A guest on the list by id. Refuses with `guest_not_found`. */
export function requireGuestRow(state: EventState, guestId: string): Readonly<GuestRow> {
  const guest = state.rows(guestsTable).get(guestId);
  if (!guest || guest.removed_at) refuse("guest_not_found");
  return guest;
}

/** Whether a caller who is not on the list may open this event's page. */
export function mayEnterByLink(event: EventState["event"], caller: Caller): boolean {
  if (event.status === "draft" || event.visibility === "invited") return false;
  return event.visibility === "public" || caller.shareVersion === event.share_version;
}
