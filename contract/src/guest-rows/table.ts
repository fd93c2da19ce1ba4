import { csvRecords, type CsvRecord } from "../csv.ts";
import type { Field } from "./column-titles.ts";
import type { Layout } from "./layout.ts";
import { listGuests, type Located } from "./list.ts";
import { parseEmails, parseMailbox, straightName, type Mailbox } from "./mailbox.ts";
import type { IgnoredColumn } from "./row.ts";
import { meansDeclined } from "./declined-cell.ts";

/** Guests of a text that is a table, in its order. `seen` is called for every row, for counting what is not used. */
export function* tableGuests(text: string, layout: Layout, seen: (cells: readonly string[]) => void): Generator<Located, void, undefined> {
  const body = text.slice(layout.start);
  let isFirst = true;
  for (const record of csvRecords(body, layout.delimiter)) {
    if (record.cells.every((cell) => cell.trim() === "")) continue;
    const mayHead = isFirst && looksLikeHeading(record, layout.fields);
    isFirst = false;
    if (layout.isGuessed && !mayHead && !fits(record, layout.fields)) {
      const at = layout.start + record.start;
      yield* listGuests(text, { at, line: layout.startLine + record.line - 1, end: at + record.source.length });
      continue;
    }
    seen(record.cells);
    yield guestOf(record, layout);
  }
}

/** Whether a row has what the columns were taken for: addresses in columns of addresses and nowhere else. */
function fits({ cells, broken }: CsvRecord, fields: readonly (Field | null)[]): boolean {
  if (broken) return true;
  const filled = cells.flatMap((cell, column) => (cell.trim() === "" ? [] : [{ cell, field: fields[column] }]));
  if (cells.length < 2 || filled.some(({ field }) => field === undefined)) return false;
  const hasAddress = fields.includes("email");
  return filled.every(({ cell, field }) =>
    cell.includes("@") ? field === "email" || !hasAddress : field !== "email" || parseEmails(cell).length === 0,
  );
}

/**
 * A heading in a language that is not known here: words in every column, also where the addresses are, without the
 * spaces that people type between names. It stays one row, which stops at its address.
 */
function looksLikeHeading({ cells, source }: CsvRecord, fields: readonly (Field | null)[]): boolean {
  const isFull = cells.length === fields.length && cells.every((cell) => /\p{L}/u.test(cell) && !/[@\d]/.test(cell));
  return isFull && fields.includes("email") && !/[,;|] /.test(source);
}

function guestOf(record: CsvRecord, layout: Layout): Located {
  const { fields, startLine, start } = layout;
  const isTooWide = record.cells.slice(fields.length).some((cell) => cell.trim() !== "");
  const of = (field: Field) => (isTooWide ? [] : valuesOf(record.cells, fields, field));
  const written = isTooWide ? rescuedPerson(record.cells, fields) : personOf(of);
  return {
    at: start + record.start,
    line: startLine + record.line - 1,
    endLine: startLine + record.endLine - 1,
    source: record.source,
    name: written.name,
    emails: written.emails,
    phone: written.phone,
    plusOnes: of("plusOnes")[0] ?? written.plusOnes,
    partySize: of("partySize")[0] ?? written.partySize,
    locale: of("locale")[0] ?? "",
    no: of("status").find(meansDeclined) ?? of("endedAt").find((cell) => !/^(?:false|no|nein|0|-)$/i.test(cell)) ?? written.no,
    leftOver: "",
    broken: record.broken ? "quotes" : isTooWide ? "cells" : null,
  };
}

function valuesOf(cells: readonly string[], fields: readonly (Field | null)[], field: Field): string[] {
  return cells.map((cell) => cell.trim()).filter((cell, column) => cell !== "" && fields[column] === field);
}

/** A whole name goes before its parts; an address written beside a name counts like one in its own column. */
function personOf(of: (field: Field) => string[]): Mailbox {
  const whole = of("name").find((cell) => /[\p{L}\p{S}]/u.test(cell));
  const parts = [...of("first").slice(0, 1), ...of("middle").slice(0, 1), ...of("last").slice(0, 1)].join(" ");
  const person = whole || /[@()+\d]/.test(parts) ? parseMailbox(whole ?? parts) : { ...NOBODY, name: parts };
  return { ...person, emails: [...of("email").flatMap(parseEmails), ...person.emails] };
}

const NOBODY: Mailbox = { name: "", emails: [], plusOnes: "", partySize: "", phone: "", no: "" };

/** With more cells than columns their order is unknown: addresses are recognized by themselves, and the name precedes them. */
function rescuedPerson(cells: readonly string[], fields: readonly (Field | null)[]): Mailbox {
  const emails = cells.filter((cell) => cell.includes("@")).flatMap(parseEmails);
  const firstEmail = cells.findIndex((cell) => cell.includes("@"));
  const from = Math.max(
    0,
    fields.findIndex((field) => field === "name" || field === "first" || field === "last"),
  );
  const named = cells.slice(from, firstEmail > from ? firstEmail : from + 1).map((cell) => cell.trim());
  return { ...NOBODY, name: straightName(named.filter((cell) => cell !== "").join(", ")), emails };
}

const UNUSED = { note: "note", phone: "phone", tag: "tag" } as const;

/** Counts the cells of unused columns. */
export function columnCounter({ titles, fields }: Layout) {
  const filled = new Map<number, number>();
  return {
    count(cells: readonly string[]): void {
      for (const [column, cell] of cells.slice(0, fields.length).entries()) {
        if (cell !== "" && !isUsed(fields[column]) && cell.trim() !== "") filled.set(column, (filled.get(column) ?? 0) + 1);
      }
    },
    ignored(): IgnoredColumn[] {
      return [...filled]
        .sort(([a], [b]) => a - b)
        .map(([column, rows]) => {
          const field = fields[column];
          const kind = field && field in UNUSED ? UNUSED[field as keyof typeof UNUSED] : null;
          return { title: titles[column] ?? "", column, kind, filled: rows };
        });
    },
  };
}

function isUsed(field: Field | null | undefined): boolean {
  return field !== null && field !== undefined && !(field in UNUSED);
}
