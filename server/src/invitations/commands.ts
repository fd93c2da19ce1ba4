import type { z } from "zod";
import type { InvitedPerson, UndeliveredReason } from "@turnout/contract/invitations";
import { InviteGuests, MakePersonalLink, ResendInvitation, RevokeInvitation } from "@turnout/contract/invitations";
import { MAX_GUESTS, type ReadmitGuest } from "@turnout/contract/guests";
import { nameFromEmail } from "@turnout/contract/name-from-email";
import { refuse } from "@turnout/contract/refusals";
import { canBeSamePerson } from "@turnout/contract/same-person";
import { callersHostRow, requireHost, requireOpen } from "../events/policy.ts";
import { standingAgain } from "../guests/answering.ts";
import { emptyGuest, requireFreeEmail, type AboutGuest } from "../guests/commands.ts";
import { requireGuestRow } from "../guests/policy.ts";
import { presentGuest, presentTally } from "../guests/present.ts";
import { drawTicket, moveOf, promoteWaiting, recount } from "../guests/seats.ts";
import { guestsByEmail, guestsByUser, deliveryOf, guestsTable, waitlist, type GuestRow } from "../guests/tables.ts";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById, rowsWhere } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";
import { deliveryAfter, mailOfReport, type Heard } from "./after-report.ts";

/**
 * Adds guests and, with `send`, emails each a personal link. Somebody already on the list, by id or by address and
 * name, keeps their answer and is counted in `known`; people who share an address are distinguished by name.
 */
export const inviteGuests = command({
  name: "inviteGuests",
  refusals: { guests_id_key: "command_id_reused" },

  needs: (input: z.infer<typeof InviteGuests>, caller: Caller) => [
    callersHostRow(caller),
    rowsById(
      guestsTable,
      input.guests.map((guest) => guest.guestId),
    ),
    rowsWhere(
      guestsByEmail,
      input.guests.flatMap((guest) => guest.email ?? []),
    ),
  ],

  decide(state, input, caller, now) {
    requireHost(state, caller);
    if (input.send) requireOpen(state);
    if (state.event.status === "cancelled") refuse("event_cancelled");
    if (state.event.guest_count + input.guests.length > MAX_GUESTS) refuse("too_many_guests", { most: MAX_GUESTS });

    const listed = Map.groupBy(
      state
        .rows(guestsTable)
        .all()
        .filter((guest) => !guest.removed_at && guest.email !== null),
      (guest) => guest.email,
    );
    const knownIds: string[] = [];
    for (const person of input.guests) {
      const sharing = listed.get(person.email) ?? [];
      const same = sharing.find((guest) => isListedAs(guest, person));
      if (state.rows(guestsTable).get(person.guestId) || same) {
        knownIds.push(person.guestId);
        if (same && input.send && isUnproven(same))
          announceInvited(state, state.rows(guestsTable).change(same.id, ON_ITS_WAY), input.message);
        continue;
      }
      const guest = state.rows(guestsTable).add({
        ...emptyGuest(person.guestId, person.name, now),
        email: person.email,
        plus_ones_allowed: person.plusOnesAllowed,
        locale: person.locale,
        delivery: person.email && input.send ? "queued" : "notSent",
      });
      if (person.email !== null) listed.set(person.email, [...sharing, guest]);
      recount(state, null, guest);
      announceInvited(state, guest, input.message);
    }
    return { added: input.guests.length - knownIds.length, known: knownIds.length, knownIds };
  },
});

/**
 * A guest who came by a link may have entered any address. An invitation to it is still sent, so that such a guest
 * cannot keep the email from the address's owner.
 */
function isUnproven({ source, user_id, delivery }: GuestRow): boolean {
  return source === "link" && user_id === null && delivery === "notSent";
}

/** A name that was only guessed from the address matches any guest with that address. */
function isListedAs(guest: GuestRow, { name, email }: InvitedPerson): boolean {
  return canBeSamePerson(guest.name, name) || name === nameFromEmail(email ?? "");
}

/**
 * An invitation on its way, of which nothing is known yet. That the one before it was delivered goes with it: a server that knows nothing
 * of `delivered` may be the one that records that this one went out.
 */
export const ON_ITS_WAY = { delivery: "queued", delivered: false, delivery_mail: null } as const;

export function announceInvited(state: EventState, guest: GuestRow, message: string) {
  state.append({
    type: "guest.invited",
    guest: presentGuest(guest),
    tally: presentTally(state.event),
    delivery: guest.delivery,
    message,
  });
}

/** Emails a guest a new personal link, to their corrected address if one is given; older ones keep working. */
export const resendInvitation = command({
  name: "resendInvitation",

  needs: (input: z.infer<typeof ResendInvitation> & AboutGuest, caller: Caller) => [
    callersHostRow(caller),
    rowsById(guestsTable, [input.guestId]),
    ...(input.email ? [rowsWhere(waitlist), rowsWhere(guestsByEmail, [input.email])] : []),
  ],

  decide(state, { guestId, email }, caller) {
    requireHost(state, caller);
    requireOpen(state);
    const before = requireGuestRow(state, guestId);
    if (email && email !== before.email) {
      requireFreeEmail(state, { id: guestId, name: before.name, email });
      const guest = state.rows(guestsTable).change(guestId, { email });
      state.append({ type: "guest.edited", ...moveOf(state, guest, before) });
    } else if (before.email === null) refuse("guest_has_no_email");
    announceInvited(state, state.rows(guestsTable).change(guestId, ON_ITS_WAY), "");
  },
});

/**
 * Readmits a removed guest with their earlier answer, links and visits. Somebody who is on the list again already stays
 * unchanged.
 */
export const readmitGuest = command({
  name: "readmitGuest",

  needs: ({ guestId, email, userId }: z.infer<typeof ReadmitGuest> & AboutGuest & Identities, caller: Caller) => [
    callersHostRow(caller),
    rowsById(guestsTable, [guestId]),
    rowsWhere(waitlist),
    ...(email ? [rowsWhere(guestsByEmail, [email])] : []),
    ...(userId ? [rowsWhere(guestsByUser, [userId])] : []),
  ],

  decide(state, { guestId }, caller, now) {
    requireHost(state, caller);
    const before = state.rows(guestsTable).get(guestId) ?? refuse("guest_not_found");
    if (!before.removed_at) return { standing: before.standing };
    if (state.rows(guestsTable).find((guest) => isOnListAs(guest, before))) refuse("guest_on_list");
    letIn(state, before);
    promoteWaiting(state, now);
    return { standing: state.rows(guestsTable).get(guestId)!.standing };
  },
});

/** Puts a removed guest on the list again; free seats are given by whoever calls. */
export function letIn(state: EventState, before: GuestRow): void {
  if (state.event.guest_count >= MAX_GUESTS) refuse("too_many_guests", { most: MAX_GUESTS });
  const standing = standingAgain(state, before);
  const guest = state.rows(guestsTable).change(before.id, {
    removed_at: null,
    removed_standing: null,
    standing,
    ticket: standing === "waiting" ? drawTicket(state) : null,
    access_version: before.access_version - 1, // the version before their removal: no link was made since
  });
  recount(state, null, guest);
  state.append({ type: "guest.readmitted", ...moveOf(state, guest, null) });
  // An email that was still queued at the removal was dropped; it is queued again.
  if (guest.delivery === "queued" && state.event.status === "published") announceInvited(state, guest, "");
}

/** The address and account under which a removed guest may be on the list again, read before the decision. */
interface Identities {
  email: string | null;
  userId: string | null;
}

export function isOnListAs(guest: GuestRow, { id, name, email, user_id }: GuestRow): boolean {
  if (guest.removed_at || guest.id === id) return false;
  const sameAccount = user_id !== null && guest.user_id === user_id;
  return sameAccount || (email !== null && guest.email === email && canBeSamePerson(guest.name, name));
}

/** Ends all access of a guest: links, visits and the connected account. The answer stays (L10). */
export const revokeInvitation = command({
  name: "revokeInvitation",

  needs: (input: z.infer<typeof RevokeInvitation> & AboutGuest, caller: Caller) => [
    callersHostRow(caller),
    rowsById(guestsTable, [input.guestId]),
  ],

  decide(state, { guestId }, caller) {
    requireHost(state, caller);
    const before = requireGuestRow(state, guestId);
    state.rows(guestsTable).change(guestId, { access_version: before.access_version + 1, user_id: null, delivery: "revoked" });
    state.append({ type: "invitation.revoked", guestId });
  },
});

/** A host creates a personal link. Whoever has it acts as this guest, so the guest's history names the host. */
export const announceLink = command({
  name: "announceLink",

  needs: (input: z.infer<typeof MakePersonalLink> & AboutGuest, caller: Caller) => [
    callersHostRow(caller),
    rowsById(guestsTable, [input.guestId]),
  ],

  decide(state, { guestId }, caller) {
    requireHost(state, caller);
    requireGuestRow(state, guestId);
    state.append({ type: "link.made", guestId });
  },
});

interface Delivered {
  guestId: string;
  delivery: GuestRow["delivery"];
  /** Why not, if a mail server said so. */
  reason?: UndeliveredReason | undefined;
  /** The email's id. Absent: unknown. */
  mailId?: string;
}

/** Records the delivery of emails, as the mail server reported it. Guests who are gone by now are left out. */
export const recordDeliveries = command({
  name: "recordDeliveries",

  needs: ({ deliveries }: { commandId: string; deliveries: readonly Delivered[] }) => [
    rowsById(
      guestsTable,
      deliveries.map(({ guestId }) => guestId),
    ),
  ],

  decide(state, { deliveries }) {
    state.actAs({ kind: "system", personId: null, name: "Turnout" });
    for (const { guestId, delivery, reason, mailId = null } of deliveries) {
      const guest = state.rows(guestsTable).get(guestId);
      if (!guest || guest.removed_at || guest.delivery === delivery || guest.delivery === "revoked") continue;
      state.rows(guestsTable).change(guestId, { delivery, delivered: false, delivery_mail: mailId });
      state.append({ type: "delivery.changed", guestId, delivery, ...(reason && { reason }) });
    }
  },
});

interface Reported {
  email: string;
  report: Heard;
  /** The email that it is about. Absent: the last one. */
  mailId?: string;
}

/**
 * Records what was reported on an email to a guest, unless they have another address by now, or it says nothing new of the last email.
 */
export const reportDelivery = command({
  name: "reportDelivery",

  needs: ({ guestId }: AboutGuest & Reported & { commandId: string }) => [rowsById(guestsTable, [guestId])],

  decide(state, { guestId, email, report, mailId }) {
    state.actAs({ kind: "system", personId: null, name: "Turnout" });
    const guest = state.rows(guestsTable).get(guestId);
    if (!guest || guest.removed_at || guest.email !== email) return { isNew: false };
    const before = deliveryOf(guest);
    const about = mailOfReport(guest.delivery_mail, mailId ?? null);
    const delivery = deliveryAfter(before, report, about);
    if (!delivery) return { isNew: false };
    const delivered = delivery === "delivered";
    const delivery_mail = about === "earlier" ? guest.delivery_mail : (mailId ?? guest.delivery_mail);
    state.rows(guestsTable).change(guestId, { delivery: delivered ? "sent" : delivery, delivered, delivery_mail });
    // Of a later email the same is no news, but why one came back is, which may be another reason.
    if (delivery === before && report.state !== "failed") return { isNew: false };
    state.append({ type: "delivery.changed", guestId, delivery, ...(report.state === "failed" && { reason: report.reason }) });
    return { isNew: true };
  },
});

/** Marks an invitation as failed whose email waited until it was deleted. One that was sent meanwhile stays. */
export const giveUpInvitation = command({
  name: "giveUpInvitation",

  needs: ({ guestId }: AboutGuest & { commandId: string }) => [rowsById(guestsTable, [guestId])],

  decide(state, { guestId }) {
    const guest = state.rows(guestsTable).get(guestId);
    if (!guest || guest.removed_at || guest.delivery !== "queued") return;
    state.actAs({ kind: "system", personId: null, name: "Turnout" });
    state.rows(guestsTable).change(guestId, { delivery: "failed" });
    state.append({ type: "delivery.changed", guestId, delivery: "failed" });
  },
});
