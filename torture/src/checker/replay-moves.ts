import { isListed } from "./audience-model.ts";
import type { Body, Card, Face, Standing, Tally } from "./entry.ts";
import { difference } from "./difference.ts";
import type { KnownGuest, State, Step } from "./state.ts";

const FACES_SHOWN = 24;

/** Where a card cannot have come about as its kind says; null where it can. `known` may have been removed. */
type CardClash = (step: Step, card: Card, before: KnownGuest | null, known: KnownGuest | undefined) => string | null;

/** Replays a guest's move: what the entry says of them and of the counts must follow from what stood before. */
export const moving = (cardClash: CardClash) => replayOf(cardClash, () => {});
/** A move after which somebody has a seat, or a place in line, by their own word or a host's. */
export const answering = (cardClash: CardClash) => replayOf(cardClash, judgePlace);

function replayOf(cardClash: CardClash, judgeAnswer: (step: Step, card: Card, overrode: boolean) => void) {
  return (step: Step): void => {
    const { state, entry, find } = step;
    const { body } = entry;
    const card = body.guest;
    if (!card) return find("C4", `${body.type} at ${entry.seq} is about nobody`, entry);
    const known = state.guests.get(card.guestId);
    const before = known && !known.removed ? known : null;

    const wrongCard = cardClash(step, card, before, known);
    if (wrongCard) find("C4", `${body.type} at ${entry.seq} does not follow from what stood before: ${wrongCard}`, entry, before?.card);
    const overrode = body.overrode === true;
    judgeAnswer(step, card, overrode);

    if (overrode && card.standing === "going") state.seats.grant(card.guestId, card.partySize);
    state.seats.settle(card.guestId, body.type === "guest.removed" ? null : partyOf(state, card));
    judgeSeats(step);
    const after = guestAfter(body, card, known);
    state.guests.set(card.guestId, after);
    const faces = facesAfter(state.faces, card, body.type === "guest.removed");
    if (body.type !== "guest.invited") judgeRest(step, card, before, after, faces !== state.faces);
    state.faces = faces;
    judgeTally(step, body.tally);
  };
}

/** For a guest on the list, of whose card only some fields may change. */
export const changing = (change: (card: Card) => Partial<Card>): CardClash =>
  function cardClash(_, card, before) {
    return before ? difference({ ...before.card, ...change(card) }, card, "guest") : "not on the list";
  };

function partyOf(state: State, { guestId, standing, partySize, ticket, arrived = 0 }: Card) {
  const passed = ticket === null ? 0 : (state.seats.parties.get(guestId)?.passed ?? 0);
  return { standing, size: partySize, ticket, passed, arrived };
}

export function answerClash(state: State, card: Card, before: KnownGuest | null): string | null {
  const size = 1 + (card.standing === "declined" ? 0 : card.plusOnes.length);
  const ticket = card.standing === "waiting" ? (before?.card.ticket ?? state.seats.lastTicket + 1) : null;
  const rest = { standing: card.standing, partySize: size, ticket, email: before?.card.email ?? card.email };
  const said: Partial<Card> = { standing: card.standing, partySize: card.partySize, ticket: card.ticket, email: card.email };
  return difference(rest, said, "guest") ?? answeredClash(state, card, before?.card);
}

/**
 * What a party answered is to questions that hosts have asked, with options that they have offered, of each person who comes or of the
 * party at once. Of a question that is no longer asked, nothing goes but what people said who do not come.
 */
function answeredClash({ questions }: State, { partySize, questionAnswers: answers = {} }: Card, before: Card | undefined): string | null {
  for (const [id, values] of Object.entries(answers)) {
    const question = questions.find((one) => one.id === id);
    if (!question) return `answers ${id}, which nobody asked`;
    if (values.length > (question.perPerson ? partySize : 1)) return `answers ${id} for ${values.length} people`;
    const unknown =
      question.kind === "oneOf" && values.find((value) => value !== null && !question.options.some((one) => one.id === value));
    if (unknown) return `answers ${id} with ${JSON.stringify(unknown)}`;
  }
  for (const { id, archived, perPerson } of questions) {
    const kept = archived ? (before?.questionAnswers?.[id] ?? []).slice(0, perPerson ? partySize : 1) : [];
    if (!kept.some((value) => value !== null)) continue;
    const lost = difference(kept, answers[id], `answers to ${id}`);
    if (lost) return lost;
  }
  return null;
}

/** Who may be seated at once, and who has to queue (C10). */
function judgePlace({ state, entry, find }: Step, card: Card, overrode: boolean) {
  const standing: Standing = card.standing;
  if (standing !== "going" && standing !== "waiting") return;
  const due = state.seats.placeFor(card.guestId, card.partySize, overrode);
  if (due === standing) return;
  const { free, line } = state.seats;
  find("C10", `A party of ${card.partySize} is ${standing} at ${entry.seq}, with ${free} free and ${line.size} in line: ${due}`, entry);
}

function judgeSeats({ state, entry, find }: Step) {
  const { beyond, granted, tally, rules } = state.seats;
  if (beyond <= granted) return;
  find("C8", `${tally.going} seats are taken of ${rules?.capacity} at ${entry.seq}, and ${granted} were granted beyond`, entry);
  state.seats.granted = beyond;
}

/** The counts that an entry carries are those of everybody on the list (C9). */
function judgeTally({ state, entry, find }: Step, tally: Tally | undefined) {
  const wrong = difference(state.seats.tally, tally, "tally");
  if (wrong) find("C9", `${entry.body.type} at ${entry.seq} counts wrong: ${wrong}`, entry);
}

function guestAfter(body: Body, card: Card, known: KnownGuest | undefined): KnownGuest {
  const removed = body.type === "guest.removed";
  return {
    card,
    claimed: known?.claimed ?? body.own?.claimed ?? false,
    limit: known && "plusOnesAllowed" in known.limit ? known.limit : limitOf(body.own),
    delivery: body.type === "guest.invited" ? (body.delivery ?? "notSent") : (known?.delivery ?? "notSent"),
    accessVersion: (known?.accessVersion ?? 1) + (removed ? 1 : body.type === "guest.readmitted" ? -1 : 0),
    removed,
  };
}

function limitOf(own: { plusOnesAllowed?: number } | null | undefined): KnownGuest["limit"] {
  return own?.plusOnesAllowed === undefined ? {} : { plusOnesAllowed: own.plusOnesAllowed };
}

/** What readers of the list, those in line and the guest are told beside the card (L13). */
function judgeRest({ state, entry, find }: Step, card: Card, before: KnownGuest | null, after: KnownGuest, facesChanged: boolean) {
  const { offList, leftLine, own } = entry.body;
  const { guestId, standing, ticket } = card;
  const listedNow = !after.removed && isListed(standing);
  const expected = {
    offList: before && isListed(before.card.standing) && !listedNow ? guestId : null,
    leftLine: before?.card.ticket != null && ticket === null ? before.card.ticket : null,
    own: {
      place: state.seats.placeOf(guestId),
      claimed: after.claimed,
      ...after.limit,
      ...(!facesChanged && shownOf(before) === shownOf(after) && { unseen: true }),
    },
  };
  const wrong = difference(expected, { offList, leftLine, own });
  if (wrong) find("C4", `${entry.body.type} at ${entry.seq} would leave readers with a wrong snapshot: ${wrong}`, entry);
}

/** All that others may see of a guest: of who comes or might, and of who waits. */
function shownOf(guest: KnownGuest | null): string {
  if (!guest || guest.removed) return "nothing";
  const { standing, partySize, name, ticket } = guest.card;
  if (standing === "waiting") return `${partySize} wait with ${ticket}`;
  return isListed(standing) ? `${name} and ${partySize}: ${standing}` : "nothing";
}

/** Those who said going last come first; who does not come any more is not shown. */
function facesAfter(faces: Face[], { guestId, name, standing }: Card, removed: boolean): Face[] {
  const at = faces.findIndex((face) => face.guestId === guestId);
  const shown = standing === "going" && !removed;
  if (at < 0) return shown ? [{ guestId, name }, ...faces].slice(0, FACES_SHOWN) : faces;
  if (!shown) return faces.filter((_, index) => index !== at);
  return faces[at]!.name === name ? faces : faces.with(at, { guestId, name });
}
