import type { z } from "zod";
import { admittedTwice } from "@turnout/contract/arrivals";
import { MAX_FACTS_OF_GUEST, type FactOutcome, type MergeArrivals } from "@turnout/contract/door-facts";
import {
  AnswerForGuest,
  AnswerInvitation,
  AddGuest,
  EditGuest,
  MAX_GUESTS,
  MAX_PARTY,
  RecordArrival,
  RemoveGuest,
} from "@turnout/contract/guests";
import { refuse } from "@turnout/contract/refusals";
import { canBeSamePerson } from "@turnout/contract/same-person";
import { callersHostRow, hostOf, requireHost, requireOpen } from "../events/policy.ts";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById, rowsWhere } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";
import { isSameAnswer, requireAnswered, requireAnswersOpen, requirePlusOnes, settleAnswer, type Party } from "./answering.ts";
import { confirmByAnswer } from "./confirming.ts";
import {
  callersGuest,
  FIRST_ACCESS,
  guestOfAccount,
  guestOfVisit,
  mayEnterByLink,
  requireGuestRow,
  requireNotRemoved,
  visitOfAccount,
} from "./policy.ts";
import { arrivalOf, arrivalsOf, countedBy, factOf, takenBack, type KeptFact, withArrival, withFact } from "./merge-arrivals.ts";
import { presentGuest } from "./present.ts";
import { moveOf, promoteWaiting, recount } from "./seats.ts";
import { guestsByEmail, guestsByUser, guestsByVisit, guestsTable, waitlist, type GuestRow } from "./tables.ts";

/**
 * Records a guest's own answer; the first answer of a visitor by the share link adds them to the guest list. A party
 * that does not fit joins the waitlist; freed seats go to whoever has waited longest.
 */
export const answerInvitation = command({
  name: "answerInvitation",
  refusals: { guests_id_key: "command_id_reused", guests_user_id_fkey: "sign_in_required" },

  needs: (input: AnswerInvitation, caller: Caller) => [
    callersHostRow(caller),
    rowsById(guestsTable, [caller.guestId, input.commandId]),
    rowsWhere(waitlist),
    ...(input.email ? [rowsWhere(guestsByEmail, [input.email])] : []),
    ...(caller.user ? [rowsWhere(guestsByUser, [caller.user.id])] : []),
    ...(caller.visitId && !caller.guestId ? [rowsWhere(guestsByVisit, [caller.visitId, visitOfAccount(caller.visitId)])] : []),
  ],

  decide(state, input, caller, now) {
    // An account or browser that has just answered in another window is on the list already.
    const known = callersGuest(state, caller) ?? guestOfAccount(state, caller) ?? guestOfVisit(state, caller);
    if (!known) requireEntry(state, caller);
    requireOpen(state);
    requireAnswersOpen(state, now, known !== undefined && input.answer === "declined");
    requirePlusOnes(state, known, input);
    requireAnswered(state, known, input);
    const before = known ?? newGuest(state, input, caller, now);
    state.actAs({ kind: "guest", personId: before.id, name: before.name });

    const details = detailsOf(state, before, input, caller);
    if (known && isSameAnswer(state, known, input) && details.name === known.name && details.email === known.email) {
      confirmByAnswer(state, known, now);
      return { guestId: known.id };
    }

    const named = state.rows(guestsTable).change(before.id, details);
    const guest = settleAnswer(state, { guest: named, isNew: !known }, input, now);
    state.append({
      type: "rsvp.answered",
      ...moveOf(state, guest, known ?? null),
      before: known?.standing ?? null,
      byHost: false,
      overrode: false,
    });
    promoteWaiting(state, now);
    return { guestId: guest.id };
  },
});

/** Guests may correct their name and add an address once; a known address stays. */
function detailsOf(state: EventState, guest: GuestRow, input: AnswerInvitation, caller: Caller): Partial<GuestRow> {
  const email = guest.email ?? input.email ?? null;
  const name = input.name ?? guest.name;
  if (email !== guest.email && mayKnowHolders(state, caller, email)) requireFreeEmail(state, { id: guest.id, name, email });
  return { name, email };
}

/**
 * Only hosts and the verified owner of an address may learn that it is on the list. For anybody else a listed address is
 * like any other: the answer counts, and the email to that address says that it is on the list already.
 */
function mayKnowHolders(state: EventState, caller: Caller, email: string | null): boolean {
  return hostOf(state, caller) !== undefined || caller.user?.email === email;
}

/** Refuses an address that a guest with a compatible name has: several people may share one, but nobody is listed twice. */
export function requireFreeEmail(state: EventState, { id, name, email }: Pick<GuestRow, "id" | "name" | "email">) {
  if (email === null) return;
  const isHolder = (guest: GuestRow) => guest.email === email && !guest.removed_at && guest.id !== id && canBeSamePerson(guest.name, name);
  if (state.rows(guestsTable).find(isHolder)) refuse("email_on_list");
}

/** Checked before all other rules, so that no other refusal reveals an event to somebody who may not see it. */
function requireEntry(state: EventState, caller: Caller) {
  if (hostOf(state, caller) === undefined && !mayEnterByLink(state.event, caller)) refuse("event_not_found");
}

/** Creates a guest for a visitor by the share link or to a public event. */
function newGuest(state: EventState, input: AnswerInvitation, caller: Caller, now: Date): GuestRow {
  const isHost = hostOf(state, caller) !== undefined;
  const name = input.name ?? caller.user?.name ?? refuse("name_required");
  if (state.event.guest_count >= MAX_GUESTS) refuse("too_many_guests");
  if (state.rows(guestsTable).get(input.commandId)) refuse("command_id_reused"); // another guest's id
  const email = input.email ?? null;
  if (!isHost) requireNotRemoved(state, caller, { name, email });
  if (mayKnowHolders(state, caller, email)) requireFreeEmail(state, { id: input.commandId, name, email });
  return state.rows(guestsTable).add({
    ...emptyGuest(input.commandId, name, now),
    email,
    user_id: caller.user?.id ?? null,
    visit_id: caller.user && caller.visitId ? visitOfAccount(caller.visitId) : (caller.visitId ?? null),
    source: isHost ? "host" : "link",
  });
}

export function emptyGuest(id: string, name: string, now: Date): GuestRow {
  return {
    id,
    name,
    email: null,
    user_id: null,
    standing: "none",
    party_size: 1,
    plus_ones: [],
    plus_ones_allowed: null,
    note: "",
    ticket: null,
    passed_over: 0,
    source: "invited",
    locale: null,
    access_version: FIRST_ACCESS,
    answered_at: null,
    added_at: now,
    removed_at: null,
    removed_standing: null,
    replied_at: null,
    replied_revision: null,
    reply_answered_at: null,
    delivery: "notSent",
    delivered: false,
    delivery_mail: null,
    visit_id: null,
    arrived: 0,
    arrived_at: null,
    arrivals: [],
    tags: [],
    question_answers: {},
    confirmed_for: null,
  };
}

export interface AboutGuest {
  guestId: string;
}

/** A host answers for a guest, also after the deadline and, with `override`, beyond the capacity. */
export const answerForGuest = command({
  name: "answerForGuest",

  needs: (input: z.infer<typeof AnswerForGuest> & AboutGuest, caller: Caller) => [
    callersHostRow(caller),
    rowsById(guestsTable, [input.guestId]),
    rowsWhere(waitlist),
  ],

  decide(state, input, caller, now) {
    requireHost(state, caller);
    requireOpen(state);
    answerFor(state, requireGuestRow(state, input.guestId), input, now);
    promoteWaiting(state, now);
  },
});

/** Records what a host answers for a guest; seats that this frees are given by whoever calls. */
export function answerFor(state: EventState, before: GuestRow, party: Party, now: Date): GuestRow {
  const guest = settleAnswer(state, { guest: before, isNew: false }, party, now);
  const overrode = party.override === true;
  state.append({ type: "rsvp.answered", ...moveOf(state, guest, before), before: before.standing, byHost: true, overrode });
  return guest;
}

/** A host adds a guest who was not invited, with an answer. */
export const addGuest = command({
  name: "addGuest",
  refusals: { guests_id_key: "command_id_reused" },

  needs: (input: z.infer<typeof AddGuest>, caller: Caller) => [
    callersHostRow(caller),
    rowsById(guestsTable, [input.guestId]),
    rowsWhere(waitlist),
    ...(input.email ? [rowsWhere(guestsByEmail, [input.email])] : []),
  ],

  decide(state, input, caller, now) {
    requireHost(state, caller);
    requireOpen(state);
    if (state.event.guest_count >= MAX_GUESTS) refuse("too_many_guests");
    if (state.rows(guestsTable).get(input.guestId)) refuse("command_id_reused");
    requireFreeEmail(state, { id: input.guestId, name: input.name, email: input.email ?? null });
    const added = state.rows(guestsTable).add({
      ...emptyGuest(input.guestId, input.name, now),
      email: input.email ?? null,
      source: "walkIn",
    });
    const guest = settleAnswer(state, { guest: added, isNew: true }, input, now);
    state.append({ type: "guest.added", ...moveOf(state, guest, null), overrode: input.override === true });
    promoteWaiting(state, now);
  },
});

/** A host corrects a guest's name or address. */
export const editGuest = command({
  name: "editGuest",

  needs: (input: z.infer<typeof EditGuest> & AboutGuest, caller: Caller) => [
    callersHostRow(caller),
    rowsById(guestsTable, [input.guestId]),
    rowsWhere(waitlist),
    ...(input.email ? [rowsWhere(guestsByEmail, [input.email])] : []),
  ],

  decide(state, input, caller) {
    requireHost(state, caller);
    const before = requireGuestRow(state, input.guestId);
    if (input.email) requireFreeEmail(state, { id: before.id, name: input.name ?? before.name, email: input.email });
    const guest = state.rows(guestsTable).change(before.id, {
      name: input.name ?? before.name,
      email: input.email === undefined ? before.email : input.email,
      delivered: before.delivered && (input.email === undefined || input.email === before.email),
    });
    state.append({ type: "guest.edited", ...moveOf(state, guest, before) });
  },
});

/**
 * Records that people of a party have come in, whatever was answered, or takes that back. Nobody is let in twice in silence: more people
 * than announced are refused with `already_arrived`, which says how many are there, unless a host overrides that.
 */
export const recordArrival = command({
  name: "recordArrival",

  needs: (input: z.infer<typeof RecordArrival> & AboutGuest, caller: Caller) => [
    callersHostRow(caller),
    rowsById(guestsTable, [input.guestId]),
    rowsWhere(waitlist),
  ],

  decide(state, { commandId, guestId, people, override = false, gate = "" }, caller, now) {
    requireHost(state, caller);
    requireOpen(state);
    const before = requireGuestRow(state, guestId);
    const known = arrivalsOf(before);
    if (known.some((arrival) => arrival.commandId === commandId)) return; // its door had no answer, and reported it as a fact
    const arrived = before.arrived + people;
    if (arrived < 0) refuse("not_arrived");
    if (people > 0 && arrived > (override ? MAX_PARTY : before.party_size))
      refuse("already_arrived", { arrived: before.arrived, party: before.party_size });
    const beyond = Math.min(people, arrived - before.party_size);
    const arrival = { at: now.toISOString(), people, gate, commandId, ...(beyond > 0 && { beyond }) };
    const arrivals = people > 0 ? withArrival(known, arrival) : takenBack(known, -people, gate);
    const guest = state.rows(guestsTable).change(before.id, countedBy(arrivals));
    recount(state, before, guest);
    state.append({ type: "guest.arrived", ...moveOf(state, guest, before), people, ...(gate !== "" && { gate }) });
  },
});

/**
 * Merges what doors recorded while they had no network. Nothing is refused for what it says: those people are in. A fact counts once, and
 * what a set of facts comes to follows from the set alone, not from the order, or the clocks, or how often they come.
 */
export const mergeArrivals = command({
  name: "mergeArrivals",

  needs: (input: MergeArrivals, caller: Caller) => [
    callersHostRow(caller),
    rowsById(
      guestsTable,
      input.facts.map(({ guestId }) => guestId),
    ),
    rowsWhere(waitlist),
  ],

  decide(state, { facts, ...sent }, caller, now) {
    requireHost(state, caller);
    for (const fact of facts) mergeFact(state, fact.guestId, arrivalOf(fact, sent, now));
    return { outcomes: facts.map(({ guestId, counter }) => outcomeOf(state.rows(guestsTable).get(guestId), { ...sent, counter })) };
  },
});

function mergeFact(state: EventState, guestId: string, saw: KeptFact) {
  const before = state.rows(guestsTable).get(guestId);
  if (!before) return;
  const known = arrivalsOf(before);
  if (known.filter(({ device }) => device !== undefined).length >= MAX_FACTS_OF_GUEST) return;
  const arrivals = withFact(known, saw);
  if (arrivals === known) return;
  const guest = state.rows(guestsTable).change(guestId, countedBy(arrivals));
  const people = guest.arrived - before.arrived;
  const fact = { device: saw.device, counter: saw.counter };
  if (guest.removed_at) return state.append({ type: "guest.arrivedRemoved", guest: presentGuest(guest), people, fact });
  recount(state, before, guest);
  state.append({ type: "guest.arrived", ...moveOf(state, guest, before), people, fact });
}

function outcomeOf(guest: Readonly<GuestRow> | undefined, named: { device: string; counter: number }): FactOutcome {
  if (!guest) return "unknown";
  const fact = factOf(guest.arrivals, named);
  if (!fact) return "tooMany";
  if (fact.takenBack || fact.takesBack !== undefined) return "takenBack";
  if (guest.removed_at) return "removed";
  return admittedTwice(presentGuest(guest)).length > 0 ? "twice" : "in";
}

/** Removes a guest: their seats go to the waitlist, and their links and open pages end with this entry (L10). */
export const removeGuest = command({
  name: "removeGuest",

  needs: (input: z.infer<typeof RemoveGuest> & AboutGuest, caller: Caller) => [
    callersHostRow(caller),
    rowsById(guestsTable, [input.guestId]),
    rowsWhere(waitlist),
  ],

  decide(state, input, caller, now) {
    requireHost(state, caller);
    takeOff(state, requireGuestRow(state, input.guestId), now);
    promoteWaiting(state, now);
  },
});

/** Takes a guest off the list; their seats are given by whoever calls. */
export function takeOff(state: EventState, before: GuestRow, now: Date): void {
  const guest = state.rows(guestsTable).change(before.id, {
    removed_at: now,
    removed_standing: before.standing,
    standing: "none",
    ticket: null,
    passed_over: 0,
    access_version: before.access_version + 1,
  });
  recount(state, before, null);
  state.append({ type: "guest.removed", ...moveOf(state, guest, before), guestId: guest.id });
}
