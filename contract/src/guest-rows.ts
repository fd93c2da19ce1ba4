import { cardGuests, looksLikeCards } from "./guest-rows/cards.ts";
import { checkedRow } from "./guest-rows/checked-row.ts";
import type { Field } from "./guest-rows/column-titles.ts";
import { markDuplicates } from "./guest-rows/duplicates.ts";
import { layoutOf, type Heading, type Layout } from "./guest-rows/layout.ts";
import { listGuests } from "./guest-rows/list.ts";
import { partsOf } from "./guest-rows/parts.ts";
import { rowProblems, type GuestRow, type IgnoredColumn, type RowProblemCode, type Unread } from "./guest-rows/row.ts";
import { columnCounter, tableGuests } from "./guest-rows/table.ts";

/** Guests read from one paste; what follows them is handed back as `unread`. */
export const MAX_GUEST_ROWS = 10_000;
/** A contacts export of 10,000 people has some 4 MiB: most of it is the commas of empty columns. */
export const MAX_PASTE_BYTES = 8 * 1024 * 1024;

const REPORT_EVERY = 500;

/** What the reader of the preview changed about the way the text was understood. */
export interface ReadAs {
  shape?: "list" | "table";
  /** One for each column, replacing the guesses. */
  fields?: (Field | null)[];
}

export interface ParsedGuests {
  /** Nothing was read: the text has more than `MAX_PASTE_BYTES`. */
  tooLarge: boolean;
  shape: "list" | "table";
  /** The lines at the top that name nobody. */
  heading: Heading | null;
  columns: { title: string; field: Field | null }[];
  ignoredColumns: IgnoredColumn[];
  /** In the order of the text. */
  rows: GuestRow[];
  unread: Unread | null;
  summary: { rows: number; ready: number; withEmail: number; problems: Partial<Record<RowProblemCode, number>> };
}

/**
 * Guests from whatever was pasted: names, addresses, spreadsheet columns, a CSV file. Every line that is not blank is in
 * exactly one row (or, with several people on it, split among several), in `heading`, or in `unread`. `onShare` is called now and
 * then with the share of the text that is read.
 */
export function parseGuests(text: string, as: ReadAs = {}, onShare?: (share: number) => void): ParsedGuests {
  if (isTooLarge(text)) return result(layoutOf("", null), [], [], null, true);
  const found = looksLikeCards(text) ? CARDS : layoutOf(text, as.shape ?? null);
  const layout = as.fields && found.shape === "table" ? { ...found, fields: as.fields } : found;
  const counter = columnCounter(layout);
  const rows: GuestRow[] = [];
  const guests = guestsOf(text, layout, counter.count);
  let reported = 0;
  for (const guest of guests) {
    if (onShare && rows.length - reported >= REPORT_EVERY) {
      reported = rows.length;
      onShare(guest.at / text.length);
    }
    const parts = partsOf(guest);
    if (rows.length + parts.length > MAX_GUEST_ROWS) {
      return finished(layout, rows, counter.ignored(), unreadFrom(text, layout, guest));
    }
    rows.push(...parts.map(checkedRow));
  }
  return finished(layout, rows, counter.ignored(), null);
}

function guestsOf(text: string, layout: Layout, seen: (cells: readonly string[]) => void) {
  const from = { at: layout.start, line: layout.startLine };
  if (looksLikeCards(text)) return cardGuests(text, { at: 0, line: 1 });
  return layout.shape === "table" ? tableGuests(text, layout, seen) : listGuests(text, from);
}

const CARDS: Layout = { ...layoutOf("", "list"), start: 0 };

/** Marks duplicates across several lists, instead of within each: rows of a later list repeat those of an earlier one. */
export function joinedRows(lists: readonly ParsedGuests[]): GuestRow[] {
  const own = new Set<RowProblemCode>(["duplicate_in_list", "shared_address", "name_repeated"]);
  const rows = lists.flatMap((list) =>
    list.rows.map((row) => ({ ...row, problems: row.problems.filter(({ code }) => !own.has(code)), duplicateOf: null })),
  );
  markDuplicates(rows);
  return rows;
}

/** Rows that need a decision, then rows with a remark, then the others; each in the order of the text. */
export function problemsFirst(rows: readonly GuestRow[]): GuestRow[] {
  const rank = (row: GuestRow) => (isStopped(row) ? 0 : row.problems.length > 0 ? 1 : 2);
  return [0, 1, 2].flatMap((wanted) => rows.filter((row) => rank(row) === wanted));
}

/** Whether a row cannot be invited as it stands. */
export function isStopped(row: GuestRow): boolean {
  return row.problems.some((problem) => rowProblems[problem.code] === "stops");
}

function isTooLarge(text: string): boolean {
  if (text.length > MAX_PASTE_BYTES) return true;
  return text.length * 3 > MAX_PASTE_BYTES && new TextEncoder().encode(text).length > MAX_PASTE_BYTES;
}

/** With its headings repeated, so that it can be pasted as it is. */
function unreadFrom(text: string, layout: Layout, next: { at: number; line: number }): Unread {
  const heading = layout.heading ? `${layout.heading.source}\n` : "";
  return { line: next.line, source: heading + text.slice(next.at) };
}

function finished(layout: Layout, rows: GuestRow[], ignored: IgnoredColumn[], unread: Unread | null): ParsedGuests {
  markDuplicates(rows);
  return result(layout, rows, ignored, unread, false);
}

function result(
  { shape, heading, titles, fields }: Layout,
  rows: GuestRow[],
  ignoredColumns: IgnoredColumn[],
  unread: Unread | null,
  tooLarge: boolean,
): ParsedGuests {
  const columns = shape === "table" ? fields.map((field, column) => ({ title: titles[column] ?? "", field })) : [];
  return { tooLarge, shape, heading, columns, ignoredColumns, rows, unread, summary: summaryOf(rows) };
}

function summaryOf(rows: GuestRow[]): ParsedGuests["summary"] {
  const problems: Partial<Record<RowProblemCode, number>> = {};
  for (const { code } of rows.flatMap((row) => row.problems)) problems[code] = (problems[code] ?? 0) + 1;
  const ready = rows.filter((row) => !isStopped(row)).length;
  return { rows: rows.length, ready, withEmail: rows.filter((row) => row.email !== null).length, problems };
}
