import { refuse } from "@turnout/contract/refusals";
import { isLinkInForce } from "../events/policy.ts";
import type { Caller } from "../log/caller.ts";
import type { EventState } from "../log/working-set.ts";
import { guestsTable, type GuestRow } from "./tables.ts";

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
