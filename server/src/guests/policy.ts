import { refuse } from "@turnout/contract/refusals";
import { canBeSamePerson } from "@turnout/contract/same-person";
import { uuidFrom } from "../db/uuid.ts";
import { isLinkInForce } from "../events/policy.ts";
import type { Caller } from "../log/caller.ts";
import type { EventState } from "../log/working-set.ts";
import { guestsTable, type GuestRow } from "./tables.ts";

/** Which issue of their links a new guest has. */
export const FIRST_ACCESS = 1;

/** The caller's place on the list, if the link they came by still holds and they have not been removed. */
export function callersGuest(state: EventState, caller: Caller): Readonly<GuestRow> | undefined {
  const guest = state.rows(guestsTable).get(caller.guestId);
  if (!guest || guest.removed_at) return undefined;
  const byAccount = caller.user !== null && guest.user_id === caller.user.id;
  return byAccount || (guest.access_version === caller.accessVersion && isLinkInForce(state, caller)) ? guest : undefined;
}

/** The place on the list that belongs to the caller's account, among the rows that were asked for. */
export function guestOfAccount(state: EventState, { user }: Caller): Readonly<GuestRow> | undefined {
  return user ? state.rows(guestsTable).find((guest) => guest.user_id === user.id && !guest.removed_at) : undefined;
}

/**
 * The place on the list that this browser's first answer made, before the reply to it has come: two of them at once are
 * one guest. Not once its links have been revoked, nor once it was somebody by a link: that may be another person.
 */
export function guestOfVisit(state: EventState, { user, visitId, hadGuest }: Caller): Readonly<GuestRow> | undefined {
  if (user || !visitId || hadGuest) return undefined;
  return state.rows(guestsTable).find((guest) => guest.visit_id === visitId && !guest.removed_at && guest.access_version === FIRST_ACCESS);
}

/**
 * A browser as it is remembered of who answered by an account: once removed they are known by it, the account gone or not,
 * but nobody else who uses it is let in as them.
 */
export const visitOfAccount = (visitId: string) => uuidFrom(`account ${visitId}`);

/** Keeps out whom a host took off the list, by browser, account and address, until they are invited again. */
export function requireNotRemoved(state: EventState, caller: Caller, { name, email }: { name: string; email: string | null }): void {
  const visits = caller.visitId ? [caller.visitId, visitOfAccount(caller.visitId)] : [];
  const isThem = (guest: Readonly<GuestRow>) =>
    (guest.visit_id !== null && visits.includes(guest.visit_id)) ||
    (caller.user !== null && guest.user_id === caller.user.id) ||
    (email !== null && guest.email === email && canBeSamePerson(guest.name, name));
  if (caller.wasRemoved || state.rows(guestsTable).find((guest) => guest.removed_at !== null && isThem(guest))) refuse("removed_from_list");
}

/** Lets guests of this event pass; to others it does not exist. */
export function requireGuest(state: EventState, caller: Caller): Readonly<GuestRow> {
  const guest = callersGuest(state, caller) ?? refuse("event_not_found");
  state.actAs({ kind: "guest", personId: guest.id, name: guest.name });
  return guest;
}

/** A guest on the list whom a host names. */
export function requireGuestRow(state: EventState, guestId: string): Readonly<GuestRow> {
  const guest = state.rows(guestsTable).get(guestId);
  if (!guest || guest.removed_at) refuse("guest_not_found");
  return guest;
}

/** Whether somebody who is not on the list may open this event's page. */
export function mayEnterByLink(event: EventState["event"], caller: Caller): boolean {
  if (event.status === "draft" || event.visibility === "invited") return false;
  return event.visibility === "public" || caller.shareVersion === event.share_version;
}
