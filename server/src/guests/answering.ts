import type { Answer, Standing } from "@turnout/contract/guests";
import { firstUnanswered, type QuestionAnswers } from "@turnout/contract/questions";
import { refuse } from "@turnout/contract/refusals";
import { isOver } from "../events/is-over.ts";
import type { EventState } from "../log/working-set.ts";
import { dayAsked } from "./confirming.ts";
import { answersAfter, areSameAnswers } from "./question-answers.ts";
import { answeredHere } from "./reply-order.ts";
import { drawTicket, fits, grantSeats, recount, seatsFree, seatsHeld } from "./seats.ts";
import { guestsTable, type GuestRow } from "./tables.ts";

export interface Party {
  answer: Answer;
  plusOnes: string[];
  note?: string | undefined;
  /** By question; those that it leaves out keep their answers. */
  questionAnswers?: QuestionAnswers | undefined;
  /** A host seats this party beyond the capacity. */
  override?: boolean | undefined;
}

/** Whose answer it is, and whether they were added to the list for it. */
interface Answering {
  guest: GuestRow;
  isNew: boolean;
  /** A calendar's, which itself says when and to what. */
  isReply?: boolean;
}

/**
 * Guests can answer until the deadline; hosts after it too, since somebody has to record who came. A guest on the list
 * can decline until the event is over, which frees their seat.
 */
export function requireAnswersOpen(state: EventState, now: Date, isKnownToDecline: boolean): void {
  const { answers_close_at } = state.event;
  if (isOver(state.event, now)) refuse("event_over");
  if (!isKnownToDecline && answers_close_at && answers_close_at <= now) refuse("answers_closed");
}

/** Whether an answer changes nothing, in which case nothing is written and nobody is notified. */
export function isSameAnswer(state: EventState, guest: GuestRow, party: Party): boolean {
  const stands = guest.standing === "waiting" ? "going" : guest.standing;
  const plusOnes = party.answer === "declined" ? [] : party.plusOnes;
  return (
    stands === party.answer &&
    guest.plus_ones.join("\n") === plusOnes.join("\n") &&
    guest.plus_ones.length === plusOnes.length &&
    (party.note ?? guest.note) === guest.note &&
    areSameAnswers(questionAnswersOf(state, guest, party), guest.question_answers)
  );
}

const sizeOf = ({ answer, plusOnes }: Party) => 1 + (answer === "declined" ? 0 : plusOnes.length);

/** A party's answers to questions, once it answers this. */
function questionAnswersOf({ event }: EventState, guest: Pick<GuestRow, "question_answers"> | undefined, party: Party): QuestionAnswers {
  const before = guest?.question_answers ?? {};
  return answersAfter(event.questions, { answer: party.answer, before, given: party.questionAnswers ?? {}, partySize: sizeOf(party) });
}

/** Refuses a guest's answer without what hosts have to know with it. */
export function requireAnswered(state: EventState, guest: GuestRow | undefined, party: Party): void {
  const answers = questionAnswersOf(state, guest, party);
  const asked = firstUnanswered(state.event.questions, { answer: party.answer, partySize: sizeOf(party), answers });
  if (asked) refuse("question_unanswered", { question: asked.question.id, person: asked.person });
}

export function requirePlusOnes(state: EventState, guest: GuestRow | undefined, party: Party): void {
  const allowed = guest?.plus_ones_allowed ?? state.event.plus_ones_allowed;
  if (party.plusOnes.length > allowed) refuse("too_many_plus_ones", { allowed });
}

/**
 * Applies an answer. A party that finds no seats, or that others wait ahead of, joins the waitlist. A party that holds
 * seats keeps them when a larger one does not fit. Returns the changed guest.
 */
export function settleAnswer(state: EventState, { guest: before, isNew, isReply = false }: Answering, party: Party, now: Date): GuestRow {
  const size = sizeOf(party);
  const standing = party.answer === "going" ? standingFor(state, before, size, party.override ?? false) : party.answer;
  const ticket = standing !== "waiting" ? null : (before.ticket ?? drawTicket(state));
  const guest = state.rows(guestsTable).change(before.id, {
    standing,
    ticket,
    passed_over: ticket === null ? 0 : before.passed_over,
    party_size: size,
    plus_ones: party.answer === "declined" ? [] : party.plusOnes,
    note: party.note ?? before.note,
    question_answers: questionAnswersOf(state, before, party),
    answered_at: now,
    ...(!isReply && answeredHere(state, before, now)),
    confirmed_for: standing === "going" ? (dayAsked(state.event, now) ?? before.confirmed_for) : null,
  });
  recount(state, isNew ? null : before, guest);
  return guest;
}

/** The seats that a party asks for, and those that it holds already. */
interface Claim {
  size: number;
  holds: number;
}

function standingFor(state: EventState, guest: GuestRow, size: number, override: boolean): "going" | "waiting" {
  const claim = { size, holds: seatsHeld(guest) };
  if (override) {
    if (!fits(state.event, claim)) grantSeats(state, size - claim.holds);
    return "going";
  }
  if (isSeatedNow(state, guest, claim)) return "going";
  requireMayWait(state, guest, claim);
  return "waiting";
}

/** A party on the waitlist is seated in its turn only. */
function isSeatedNow(state: EventState, guest: GuestRow, claim: Claim): boolean {
  const mustQueue = doOthersWait(state, guest) && claim.size > claim.holds;
  return !mustQueue && guest.ticket === null && fits(state.event, claim);
}

/** Who holds seats keeps them, and who waits may go on when the waitlist is closed. */
function requireMayWait(state: EventState, guest: GuestRow, { size, holds }: Claim): void {
  const { capacity, waitlist } = state.event;
  const seatsLeft = doOthersWait(state, guest) ? 0 : (seatsFree(state.event) ?? 0);
  if (holds > 0 || (!waitlist && guest.ticket === null)) refuse("event_full", { seatsLeft });
  if (capacity !== null && size > capacity) refuse("event_full", { seatsLeft });
}

const doOthersWait = ({ event }: EventState, guest: GuestRow) => event.waiting_parties > (guest.ticket === null ? 0 : 1);

/**
 * The standing of a removed guest whom a host readmits: the one they had. If their seats are taken meanwhile, they wait
 * at the end of the waitlist; without a waitlist they have not answered.
 */
export function standingAgain({ event }: EventState, { removed_standing, party_size }: GuestRow): Standing {
  const stood = removed_standing ?? "none";
  if (stood !== "going" && stood !== "waiting") return stood;
  if (event.waiting_parties === 0 && fits(event, { size: party_size, holds: 0 })) return "going";
  return event.waitlist && party_size <= (event.capacity ?? Infinity) ? "waiting" : "none";
}
