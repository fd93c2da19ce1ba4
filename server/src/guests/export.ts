import type { Kysely } from "kysely";
import { writeCsv } from "@turnout/contract/csv-export";
import { isAnswered, type AnswerValue, type Question } from "@turnout/contract/questions";
import type { Database } from "../db/database.ts";
import { dayOf } from "../events/days-before.ts";
import { eventRow } from "../events/queries.ts";
import { allGuests, type EveryGuest } from "./queries.ts";
import { writeXlsx } from "./xlsx.ts";

export const guestHeader = [
  "name",
  "email",
  "answer",
  "people",
  "with",
  "note",
  "place",
  "answered at",
  "tags",
  "link opened",
  "confirmed",
];

/** A guest's cells, in the header's order; `day`: of the event's start. */
export const guestCells = (guest: EveryGuest, day: string | null): string[] => [
  guest.name,
  guest.email ?? "",
  guest.standing,
  String(guest.party_size),
  guest.plus_ones.filter((name) => name !== "").join(", "),
  guest.note,
  guest.place === null ? "" : String(guest.place),
  guest.answered_at?.toISOString() ?? "",
  guest.tags.join(", "),
  guest.opened ? "yes" : "",
  guest.standing === "going" && guest.confirmed_for !== null && guest.confirmed_for === day ? "yes" : "",
];

/** The guest list with a column for each question, its header first. Null: there is no such event. */
async function guestTable(db: Kysely<Database>, eventId: string): Promise<string[][] | null> {
  const event = await eventRow(db, eventId);
  if (!event) return null;
  const guests = await allGuests(db, eventId);
  const day = dayOf(event);
  const questions = event.questions.filter(({ id, archived }) => !archived || guests.some((guest) => guest.question_answers[id]));
  const header = [...guestHeader, ...questions.map(({ text }) => text)];
  return [header, ...guests.map((guest) => [...guestCells(guest, day), ...answerCells(guest, questions)])];
}

/** The guest list as CSV, safe from formula injection. Null: there is no such event. */
export async function guestsCsv(db: Kysely<Database>, eventId: string): Promise<string | null> {
  const table = await guestTable(db, eventId);
  return table && writeCsv(table);
}

/** The guest list as a spreadsheet, safe from formula injection; whole numbers are numbers. Null: there is no such event. */
export async function guestsXlsx(db: Kysely<Database>, eventId: string): Promise<Buffer | null> {
  const table = await guestTable(db, eventId);
  return table && writeXlsx(table.map((cells) => cells.map((cell) => (/^(0|[1-9]\d{0,8})$/.test(cell) ? Number(cell) : cell))));
}

/** Of a party, each person's answer, the guest's first. */
function answerCells({ question_answers: answers }: EveryGuest, questions: readonly Question[]): string[] {
  return questions.map((question) => {
    const values = answers[question.id] ?? [];
    if (!values.some(isAnswered)) return "";
    return values.map((value) => wordsOf(question, value) || "–").join(question.perPerson ? " | " : "");
  });
}

function wordsOf({ options }: Question, value: AnswerValue | null): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const textOf = (id: string) => options.find((option) => option.id === id)?.text ?? id;
  return Array.isArray(value) ? value.map(textOf).join(", ") : textOf(String(value));
}
