import type { EventCourse } from "./course.ts";
import { instant, type Details } from "./entry.ts";
import { difference } from "./same.ts";
import type { State, Step } from "./state.ts";
import type { Row } from "../history.ts";

/** The rows at the end are what the whole log tells: counters and guests (C9), everything else (C4). */
export function judgeTables(event: EventCourse, state: State, find: Step["find"]): void {
  if (!event.row || !state.details) return;
  compare("C9", "The event's counters", countersIn(state), pick(event.row, Object.keys(countersIn(state))), event.row);
  compare(
    "C4",
    "The event's row",
    { ...rowOf(state.details), share_version: state.shareVersion, faces: state.faces },
    presented(event.row),
    event.row,
  );
  judgeRows("C9", event.guests, guestRows(state), presentedGuest);
  judgeRows("C4", event.messages, messageRows(state), presentedMessage);
  judgeRows("C4", event.hosts, new Map([...state.hosts].map(([id, name]) => [id, { name }])), ({ name }) => ({ name }));

  function compare(rule: "C4" | "C9", what: string, expected: unknown, got: unknown, ...evidence: unknown[]) {
    const wrong = difference(expected, got);
    if (wrong) find(rule, `${what} is not what the log tells: ${wrong}`, ...evidence);
  }

  function judgeRows(rule: "C4" | "C9", rows: Row[], expected: Map<string, unknown>, present: (row: Row) => unknown) {
    const ids = new Set(rows.map((row) => row["id"] as string));
    for (const [id, one] of expected) if (!ids.has(id)) find(rule, `${id} is in the log and in no table`, one);
    for (const row of rows) compare(rule, `The row of ${row["id"] as string}`, expected.get(row["id"] as string), present(row), row);
  }
}

const pick = (row: Row, columns: string[]) => Object.fromEntries(columns.map((column) => [column, Number(row[column])]));

function countersIn({ seats, guests }: State) {
  return {
    seats_taken: seats.tally.going,
    overbooked: seats.granted,
    maybe_people: seats.tally.maybe,
    waiting_people: seats.tally.waiting,
    waiting_parties: seats.tally.waitingParties,
    declined_guests: seats.tally.declined,
    silent_guests: seats.tally.silent,
    guest_count: [...guests.values()].filter(({ removed }) => !removed).length,
    last_ticket: seats.lastTicket,
  };
}

function rowOf(details: Details) {
  const { title, status, capacity, visibility, chat, waitlist } = details as Details & { title: unknown };
  const { guestListFor, waitlistRule, startsAt } = details;
  return { title, status, capacity, visibility, chat, waitlist, guestListFor, waitlistRule, startsAt, revision: details["revision"] };
}

function presented({ title, status, capacity, visibility, chat, waitlist, revision, share_version, faces, ...row }: Row) {
  const rest = { guestListFor: row["guest_list_for"], waitlistRule: row["waitlist_rule"], startsAt: instant(row["starts_at"]) };
  return { title, status, capacity, visibility, chat, waitlist, revision, share_version, faces, ...rest };
}

function guestRows({ guests, seats }: State) {
  const rows = [...guests].map(([id, { card, claimed, delivery, accessVersion, removed }]) => {
    const { name, email, standing, partySize, plusOnes, note, ticket, source, answeredAt } = card;
    const passed = seats.parties.get(id)?.passed ?? 0;
    return [
      id,
      { name, email, standing, partySize, plusOnes, note, ticket, source, answeredAt, claimed, delivery, accessVersion, removed, passed },
    ] as const;
  });
  return new Map(rows);
}

function presentedGuest({ name, email, standing, note, ticket, source, delivery, ...row }: Row) {
  return {
    name,
    email,
    standing,
    note,
    ticket,
    source,
    delivery,
    partySize: row["party_size"],
    plusOnes: row["plus_ones"],
    answeredAt: instant(row["answered_at"]),
    claimed: row["user_id"] !== null,
    accessVersion: row["access_version"],
    removed: row["removed_at"] !== null,
    passed: row["passed_over"],
  };
}

function messageRows({ messages }: State) {
  return new Map(
    [...messages].map(([id, { seq, author, text, replyTo, editedAt, deletedBy }]) => [
      id,
      { seq, author, text, replyTo, editedAt, deletedBy },
    ]),
  );
}

function presentedMessage({ text, ...row }: Row) {
  const quoted = { messageId: row["reply_to"], name: row["reply_name"], excerpt: row["reply_excerpt"] };
  return {
    seq: Number(row["seq"]),
    author: { personId: row["author_id"], name: row["author_name"], role: row["author_role"] },
    text,
    replyTo: row["reply_to"] === null ? null : quoted,
    editedAt: instant(row["edited_at"]),
    deletedBy: row["deleted_by"],
  };
}
