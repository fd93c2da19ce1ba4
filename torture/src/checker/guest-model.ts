import { arrivalClash } from "./arrival-model.ts";
import { byHosts, isListed, readsNames, tallyFor } from "./audience-model.ts";
import { difference } from "./difference.ts";
import { guestOf, meOf, type Body, type Card, type Context, type Entry, type ViewerClass } from "./entry.ts";
import { plain, type KindModel, type MailKind, type Reading, type SliceModel } from "./kind-model.ts";
import { answerClash, answering, changing, moving } from "./replay-moves.ts";
import type { Row } from "../history.ts";
import type { KnownGuest, State, Step } from "./state.ts";

const aMove = { ...plain, seenBy: moveSeenBy, hasOwnView: true } satisfies Partial<KindModel>;

const kinds = {
  "guest.added": {
    ...aMove,
    doneBy: ["host"],
    replay: answering((step, card, before) =>
      before ? "added twice" : (answerClash(step.state, card, null) ?? confirmedClash(step, card, null)),
    ),
    clashWith: answerAskedClash,
    seats: "freed",
  },
  "rsvp.answered": {
    ...aMove,
    doneBy: ["host", "guest"],
    replay: answering(
      (step, card, before) =>
        difference(before?.card.standing ?? null, step.entry.body.before ?? null, "before") ??
        answerClash(step.state, card, before) ??
        confirmedClash(step, card, before),
    ),
    clashWith: answerAskedClash,
    mails: ({ byHost, guest }): MailKind | null => (byHost ? null : guest?.standing === "waiting" ? "waitlisted" : "confirmation"),
    seats: "freed",
    isInSeries: ({ byHost }) => byHost === true,
  },
  "guest.confirmed": {
    ...plain,
    doneBy: ["guest"],
    seenBy: (viewer, isOwn, { body }) => (viewer === "host" ? body : isOwn ? { ...body, guest: null } : null),
    hasOwnView: true,
    replay: confirmOne,
    clashWith: ({ day }, asked) => ("day" in asked ? difference(asked["day"], day, "day") : null),
  },
  "guest.promoted": {
    ...aMove,
    doneBy: ["host", "guest"],
    replay: moving(changing(() => ({ standing: "going", ticket: null }))),
    mails: (): MailKind => "promoted",
    seats: "given",
    isInSeries: true,
  },
  "guest.passedOver": {
    ...plain,
    doneBy: ["host", "guest"],
    seenBy: byHosts,
    hasOwnView: false,
    replay: passOver,
    seats: "given",
    isInSeries: true,
  },
  "guest.movedOnWaitlist": {
    ...aMove,
    doneBy: ["host"],
    seenBy: reorderSeenBy,
    replay: moveOnWaitlist,
    clashWith: moveAskedClash,
    seats: "freed",
    isInSeries: true,
  },
  "guest.edited": {
    ...aMove,
    doneBy: ["host", "system"],
    replay: moving(changing(({ name, email }) => ({ name, email }))),
  },
  "guest.removed": {
    ...aMove,
    doneBy: ["host"],
    replay: moving(changing(() => ({ standing: "none", ticket: null }))),
    ends: (viewer, body) => viewer.class === "guest" && viewer.personId === body.guestId,
    seats: "freed",
    isInSeries: true,
  },
  "guest.readmitted": {
    ...aMove,
    doneBy: ["host"],
    replay: answering(({ state }, card, _, known) => {
      if (!known?.removed) return "was not removed";
      const back = { ...known.card, standing: card.standing, ticket: card.ticket };
      return difference(back, card, "guest") ?? answerClash(state, card, null);
    }),
    seats: "freed",
    isInSeries: true,
  },
  "guest.arrived": {
    ...aMove,
    doneBy: ["host"],
    seenBy: (viewer, _, { body: { own: _own, ...seen } }) => (viewer === "host" ? seen : null),
    hasOwnView: false,
    replay: moving(arrivalClash),
    clashWith: arrivalAskedClash,
    isInSeries: ({ fact }) => fact !== undefined,
  },
  "guest.arrivedRemoved": {
    ...plain,
    doneBy: ["host"],
    seenBy: byHosts,
    replay: arriveRemoved,
    clashWith: arrivalAskedClash,
    isInSeries: true,
  },
  "guest.tagged": {
    ...plain,
    doneBy: ["host"],
    seenBy: byHosts,
    replay: tagOne,
    clashWith: tagAskedClash,
    isInSeries: true,
  },
  "guest.claimed": {
    ...plain,
    doneBy: ["guest"],
    seenBy: (viewer, isOwn, { body }) => (viewer === "host" || isOwn ? body : null),
    hasOwnView: true,
    replay({ state, entry }) {
      const guest = state.guests.get(guestOf(entry.body) ?? "");
      if (guest) guest.claimed = true;
    },
  },
} satisfies Record<string, KindModel>;

export const guestModel = {
  kinds,
  snapshot: {
    tally: ({ viewer, state }, said) => difference(tallyFor(viewer.class, state.seats.tally), said, "tally"),
    faces: ({ viewer, details, state }, said) => difference(readsNames(viewer.class, details) ? state.faces : [], said, "faces"),
    me: meClash,
  },
  columns: {
    C9: {
      seats_taken: ({ seats }) => seats.tally.going,
      overbooked: ({ seats }) => seats.granted,
      maybe_people: ({ seats }) => seats.tally.maybe,
      waiting_people: ({ seats }) => seats.tally.waiting,
      waiting_parties: ({ seats }) => seats.tally.waitingParties,
      declined_guests: ({ seats }) => seats.tally.declined,
      silent_guests: ({ seats }) => seats.tally.silent,
      arrived_people: ({ seats }) => seats.tally.arrived,
      guest_count: ({ guests }) => [...guests.values()].filter(({ removed }) => !removed).length,
      last_ticket: ({ seats }) => seats.lastTicket,
      first_ticket: ({ seats }) => seats.firstTicket,
    },
    C4: { faces: ({ faces }) => faces },
  },
  rows: [
    {
      table: "guests",
      rule: "C9",
      expected: (state) => [...state.guests].map(([id, guest]) => [id, rowOf(state, id, guest)]),
      besides: (row) => ({ claimed: row["user_id"] !== null, removed: row["removed_at"] !== null, listed: isListedOnce(row) }),
      unsaid:
        "user_id removed_at plus_ones_allowed locale added_at replied_at replied_revision reply_answered_at removed_standing visit_id name_folded listed delivered delivery_mail".split(
          " ",
        ),
    },
  ],
} satisfies SliceModel;

/** A guest whom hosts had removed came in by a door that did not know: it is kept with them, and counts nowhere. */
function arriveRemoved(step: Step): void {
  const { state, entry, find } = step;
  const card = entry.body.guest;
  const known = state.guests.get(card?.guestId ?? "");
  if (!card || !known?.removed) return find("C4", `${entry.body.type} at ${entry.seq} is about nobody who was removed`, entry);
  const wrong = entry.body.fact ? arrivalClash(step, card, known) : "no door said so";
  if (wrong) find("C4", `${entry.body.type} at ${entry.seq} does not follow from what stood before: ${wrong}`, entry, known.card);
  state.guests.set(card.guestId, { ...known, card });
}

const dayOfStart = ({ details }: State) => String(details!["starts"]).slice(0, 10);

/** An answer of who is going confirms the day once they are asked; any other answer takes that back. */
function confirmedClash({ state, entry }: Step, card: Card, before: KnownGuest | null): string | null {
  const from = state.details!["askedFrom"] as string | null | undefined;
  const isAsked = from != null && Date.parse(entry.at) >= Date.parse(from);
  const known = isAsked ? dayOfStart(state) : (before?.card.confirmedFor ?? null);
  return difference(card.standing === "going" ? known : null, card.confirmedFor ?? null, "confirmedFor");
}

/** Who is going says that they still come on the event's day, and nothing else about them is another. */
function confirmOne({ state, entry, find }: Step): void {
  const { guest: card, guestId, day } = entry.body;
  const known = state.guests.get(guestId ?? "");
  if (!card || !known || known.removed || known.card.standing !== "going")
    return find("C4", `guest.confirmed at ${entry.seq} is about nobody who is going`, entry);
  const isNews = known.card.confirmedFor !== day && day === dayOfStart(state);
  const wrong = isNews ? difference({ ...known.card, confirmedFor: day }, card, "guest") : `${day} is not to be confirmed`;
  if (wrong) find("C4", `guest.confirmed at ${entry.seq} does not follow from what stood before: ${wrong}`, entry, known.card);
  state.guests.set(card.guestId, { ...known, card });
}

/** The guest has the tag, or no longer has it, and nothing else about them is another. */
function tagOne({ state, entry, find }: Step): void {
  const { guest: card, tag = "", tagged } = entry.body;
  const known = state.guests.get(card?.guestId ?? "");
  if (!card || !known || known.removed) return find("C4", `guest.tagged at ${entry.seq} is about nobody on the list`, entry);
  const had = known.card.tags ?? [];
  const tags = tagged ? [...had, tag] : had.filter((other) => other !== tag);
  const wrong = had.includes(tag) === tagged ? "it was so before" : difference({ ...known.card, tags }, card, "guest");
  if (wrong) find("C4", `guest.tagged at ${entry.seq} does not follow from what stood before: ${wrong}`, entry, known.card);
  state.guests.set(card.guestId, { ...known, card });
}

function tagAskedClash({ guest, tag, tagged }: Body, asked: Record<string, unknown>): string | null {
  if (!(asked["guestIds"] as string[]).includes(guest?.guestId ?? "")) return `nobody asked for the tag of ${guest?.guestId}`;
  return difference([asked["tag"], asked["tagged"]], [tag, tagged], "tag");
}

interface FactAsked {
  counter: number;
  guestId: string;
  people: number;
  gate: string;
  takesBack?: number;
}

/** A command says how many; of facts, the one that the entry names has to have been among them, as it is kept. */
function arrivalAskedClash({ people, gate, fact, guest }: Body, asked: Record<string, unknown>): string | null {
  if (!fact) return difference([asked["people"], asked["gate"] || undefined], [people, gate], "people");
  const facts = (asked["facts"] ?? []) as FactAsked[];
  const said = facts.find(({ counter, guestId }) => counter === fact.counter && guestId === guest?.guestId);
  if (!said || asked["device"] !== fact.device) return `nobody reported the fact ${fact.counter} of ${fact.device}`;
  const kept = guest?.arrivals?.find(({ device, counter }) => device === fact.device && counter === fact.counter);
  if (kept?.commandId !== undefined && kept.takesBack === undefined) return null; // as the command that was tried first has it
  const due = { gate: said.gate, people: said.takesBack === undefined ? said.people : 0, takesBack: said.takesBack };
  return difference(due, { gate: kept?.gate, people: kept?.people, takesBack: kept?.takesBack }, "fact");
}

/** Being passed over is counted, one by one. */
function passOver({ state, entry, find }: Step): void {
  const { guestId, ticket, times } = entry.body;
  const party = state.seats.parties.get(guestId ?? "");
  if (!party || party.ticket !== ticket || party.passed + 1 !== times)
    find("C10", `guest.passedOver at ${entry.seq} counts ${times}, after ${party?.passed} with ticket ${party?.ticket}`, entry);
  if (party) party.passed = times ?? party.passed + 1;
}

/** Whether the table of the waitlist has a guest's ticket, and no other of theirs. The simulation has no such table. */
const isListedOnce = ({ ticket, listed }: Row) => listed === undefined || !difference(ticket === null ? null : [ticket], listed);

/** Who waits has another number, which nobody ever had, and so another place; nothing else about them is another. */
function moveOnWaitlist({ state, entry, find }: Step): void {
  const { guest: card, leftLine, joinedLine, place, own } = entry.body;
  const { seats } = state;
  const known = state.guests.get(card?.guestId ?? "");
  const party = seats.parties.get(card?.guestId ?? "");
  if (!card || !known || known.removed || !party || party.ticket === null || joinedLine === undefined)
    return find("C4", `guest.movedOnWaitlist at ${entry.seq} is about nobody who waits`, entry);
  const wrong =
    difference({ guest: { ...known.card, ticket: joinedLine }, leftLine: known.card.ticket }, { guest: card, leftLine }) ??
    (seats.tickets.has(joinedLine) ? `${joinedLine} was given before` : null);
  if (wrong) find("C4", `guest.movedOnWaitlist at ${entry.seq} does not follow from what stood before: ${wrong}`, entry, known.card);
  seats.settle(card.guestId, { ...party, ticket: joinedLine });
  state.guests.set(card.guestId, { ...known, card });
  const due = seats.placeOf(card.guestId);
  const told = difference({ place: due, claimed: known.claimed, ...known.limit }, { ...known.limit, ...own }, "own");
  const misled = told ?? difference(due, place, "place");
  if (misled) find("C4", `guest.movedOnWaitlist at ${entry.seq} would leave readers with a wrong snapshot: ${misled}`, entry);
}

/** Guests hear which numbers left and joined the line, and their own place; who moved is for hosts. */
function reorderSeenBy(viewer: ViewerClass, isOwn: boolean, { body }: Entry): Body | null {
  const { own, ...rest } = body;
  if (viewer === "public" && !isOwn) return null;
  const seen: Body = viewer === "host" ? rest : { ...rest, guest: null, place: isOwn ? (own?.place ?? null) : null, asked: false };
  if (isOwn && body.guest) seen.me = meOf(body.guest, own);
  return seen;
}

/** Somebody of whom the entry says that a host moved them was named by the command. */
function moveAskedClash({ guest, asked: isMeant }: Body, asked: Record<string, unknown>): string | null {
  const moves = (asked["moves"] ?? []) as { guestId: string }[];
  const isNamed = moves.some(({ guestId }) => guestId === guest?.guestId);
  return isMeant && !isNamed ? `nobody asked to move ${guest?.guestId}` : null;
}

function rowOf({ seats }: State, id: string, { card, claimed, delivery, accessVersion, removed }: KnownGuest) {
  const { name, email, standing, note, ticket, source } = card;
  return {
    name,
    email,
    standing,
    note,
    ticket,
    source,
    delivery,
    claimed,
    removed,
    listed: true,
    party_size: card.partySize,
    plus_ones: card.plusOnes,
    answered_at: card.answeredAt,
    arrived: card.arrived ?? 0,
    arrived_at: card.arrivedAt ?? null,
    arrivals: card.arrivals ?? [],
    tags: card.tags ?? [],
    question_answers: card.questionAnswers ?? {},
    confirmed_for: card.confirmedFor ?? null,
    access_version: accessVersion,
    passed_over: seats.parties.get(id)?.passed ?? 0,
  };
}

/**
 * Hosts see all but others' own view of themselves; everybody else no address, no note, no names beside those who come or
 * might, and those only where the list is open to them.
 */
function moveSeenBy(viewer: ViewerClass, isOwn: boolean, { body, context }: Entry): Body | null {
  const { own, ...rest } = body;
  if (viewer !== "host" && !isOwn && (own?.unseen || !isOthersBusiness(body))) return null;
  const seen: Body = rest;
  if (isOwn && body.guest) seen.me = meOf(body.guest, own);
  return viewer === "host" ? seen : withoutPrivate(seen, viewer, isOwn, context);
}

function withoutPrivate(seen: Body, viewer: ViewerClass, isOwn: boolean, context: Context): Body {
  const names = readsNames(viewer, context);
  seen.guest = shownCard(seen.guest, names);
  seen.tally = tallyFor(viewer, seen.tally!);
  if (!names) seen.offList = null;
  if (viewer === "public") seen.leftLine = null;
  if (seen.type === "rsvp.answered") Object.assign(seen, { before: null, byHost: false, overrode: false });
  if (seen.type === "guest.removed" && !isOwn) seen.guestId = null;
  return seen;
}

/** Of people who neither come nor wait, before and after, only hosts and they themselves hear. */
function isOthersBusiness({ guest, offList, leftLine }: Body): boolean {
  return ["going", "maybe", "waiting"].includes(guest?.standing ?? "none") || offList != null || leftLine != null;
}

function shownCard(card: Card | null | undefined, names: boolean): Card | null {
  if (!card || !names || !isListed(card.standing)) return null;
  const { arrived: _, arrivedAt: __, arrivals: ___, tags: ____, questionAnswers: _____, confirmedFor: ______, ...shown } = card;
  return { ...shown, email: null, plusOnes: [], note: "", ticket: null, source: null, answeredAt: null };
}

interface AnswerAsked {
  /** Of a command that answers for several. */
  guests?: (AnswerAsked & { guestId: string })[];
  answer?: string;
  plusOnes?: string[];
  note?: string;
}

function answerAskedClash({ guest }: Body, asked: Record<string, unknown>): string | null {
  const { guests } = asked as AnswerAsked;
  const meant = guests ? guests.find(({ guestId }) => guestId === guest?.guestId) : (asked as AnswerAsked);
  if (!meant) return `nobody asked for the answer of ${guest?.guestId}`;
  const { answer: wanted, plusOnes: friends = [], note } = meant;
  if (!guest || !wanted) return null;
  const answer = guest.standing === "waiting" ? "going" : guest.standing;
  const plusOnes = wanted === "declined" ? [] : friends.map((name) => name.trim());
  const said = difference({ answer: wanted, plusOnes }, { answer, plusOnes: guest.plusOnes });
  return said ?? (note === undefined ? null : difference(note.trim(), guest.note, "note"));
}

function meClash({ state, viewer, guests }: Reading, said: unknown): string | null {
  const me = said as { guestId: string } | null;
  const guestId = viewer.class === "guest" ? viewer.personId : (me?.guestId ?? null);
  const known = guestId === null ? undefined : state.guests.get(guestId);
  if (!me) return known && !known.removed ? "me is missing" : null;
  if (!known || known.removed || !guests.has(guestId!) || viewer.class === "public") return `me is ${guestId}, who is not this reader`;
  const own = { place: state.seats.placeOf(guestId!), claimed: known.claimed, ...toldLimit(known, me) };
  return difference(meOf(known.card, own), me, "me");
}

/** Of somebody who was only invited, the log does not say how many they may bring. */
function toldLimit({ limit, card }: KnownGuest, me: object): KnownGuest["limit"] {
  const { plusOnesAllowed } = me as KnownGuest["limit"];
  const isUnsaid = card.answeredAt === null && !("plusOnesAllowed" in limit);
  return isUnsaid && plusOnesAllowed !== undefined ? { plusOnesAllowed } : limit;
}
