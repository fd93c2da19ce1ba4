import type { Kysely } from "kysely";
import { CSV_BOM, writeCsv } from "@turnout/contract/csv-export";
import type { Locale } from "@turnout/contract/locale";
import { isAnswered, type AnswerValue, type Question } from "@turnout/contract/questions";
import type { Database } from "../db/database.ts";
import { dayOf } from "../events/days-before.ts";
import { eventRow } from "../events/queries.ts";
import { exportWords } from "./export-words.ts";
import { allGuests, type EveryGuest } from "./queries.ts";
import { writeXlsx } from "./xlsx.ts";

/** A guest's cells, in the order of `ExportWords.header`; `day`: of the event's start. */
export function guestCells(guest: EveryGuest, day: string | null, locale: Locale): string[] {
  const { standings, yes } = exportWords[locale];
  return [
    guest.name,
    guest.email ?? "",
    standings[guest.standing],
    String(guest.party_size),
    guest.plus_ones.filter((name) => name !== "").join(", "),
    guest.note,
    guest.place === null ? "" : String(guest.place),
    guest.answered_at?.toISOString() ?? "",
    guest.tags.join(", "),
    guest.opened ? yes : "",
    guest.standing === "going" && guest.confirmed_for !== null && guest.confirmed_for === day ? yes : "",
  ];
}

/** The guest list with a column for each question, its header first. Null: there is no such event. */
async function guestTable(db: Kysely<Database>, eventId: string, locale: Locale): Promise<string[][] | null> {
  const event = await eventRow(db, eventId);
  if (!event) return null;
  const guests = await allGuests(db, eventId);
  const day = dayOf(event);
  const questions = event.questions.filter(({ id, archived }) => !archived || guests.some((guest) => guest.question_answers[id]));
  const header = [...exportWords[locale].header, ...questions.map(({ text }) => text)];
  return [header, ...guests.map((guest) => [...guestCells(guest, day, locale), ...answerCells(guest, questions, locale)])];
}

/** The guest list as CSV in the words of its reader's language, safe from formula injection. Null: there is no such event. */
export async function guestsCsv(db: Kysely<Database>, eventId: string, locale: Locale): Promise<string | null> {
  const table = await guestTable(db, eventId, locale);
  return table && CSV_BOM + writeCsv(table);
}

/** The guest list as a spreadsheet, safe from formula injection; whole numbers are numbers. Null: there is no such event. */
export async function guestsXlsx(db: Kysely<Database>, eventId: string, locale: Locale): Promise<Buffer | null> {
  const table = await guestTable(db, eventId, locale);
  const rows = table?.map((cells) => cells.map((cell) => (/^(0|[1-9]\d{0,8})$/.test(cell) ? Number(cell) : cell)));
  return rows ? writeXlsx(rows, exportWords[locale].sheet) : null;
}

/** Of a party, each person's answer, the guest's first. */
function answerCells({ question_answers: answers }: EveryGuest, questions: readonly Question[], locale: Locale): string[] {
  return questions.map((question) => {
    const values = answers[question.id] ?? [];
    if (!values.some(isAnswered)) return "";
    return values.map((value) => wordsOf(question, value, locale) || "–").join(question.perPerson ? " | " : "");
  });
}

function wordsOf({ options }: Question, value: AnswerValue | null, locale: Locale): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? exportWords[locale].yes : exportWords[locale].no;
  const textOf = (id: string) => options.find((option) => option.id === id)?.text ?? id;
  return Array.isArray(value) ? value.map(textOf).join(", ") : textOf(String(value));
}
