import { CSV_DELIMITERS, sampleRecords, type CsvRecord } from "../csv.ts";
import { isAddressOf } from "./alike.ts";
import { fieldsOfContents, isOneName } from "./column-guess.ts";
import { readTitles, type Field, type TitleReading } from "./column-titles.ts";
import { fieldsOfColumns } from "./columns.ts";

/** The lines at the top of a text that name nobody. */
export interface Heading {
  line: number;
  endLine: number;
  source: string;
}

/** How to read a text. `start` and `startLine` say where its guests begin. */
export interface Layout {
  shape: "list" | "table";
  delimiter: string;
  heading: Heading | null;
  titles: string[];
  /** One for each column of a table. */
  fields: (Field | null)[];
  /** Whether lines that do not fit the columns are read by themselves: the text was only guessed to be a table. */
  isGuessed: boolean;
  start: number;
  startLine: number;
}

/** A heading stands in one of the first records: above it are a title, a date, notes. */
export const RECORDS_ABOVE_HEADING = 9;

/** `sep=;` in the first line names the delimiter for spreadsheet programs. */
const SEPARATOR_LINE = /^\ufeff?"?sep=([\t;,|])"?(\r\n|\r|\n)/i;

/** Detects how to read a text: by its headings, else by the contents of its columns, else as a list. */
export function layoutOf(text: string, wanted: "list" | "table" | null): Layout {
  const separator = SEPARATOR_LINE.exec(text);
  const start = separator ? separator[0].length : text.startsWith("\ufeff") ? 1 : 0;
  const separatorRow = separator ? { source: separator[0].trim(), line: 1, endLine: 1 } : null;
  const body = text.slice(start);
  const delimiters = separator?.[1] ? [separator[1]] : [...CSV_DELIMITERS];
  const isTable = wanted === "table" || separatorRow !== null;
  const found = headed(body, delimiters, isTable) ?? unheaded(body, delimiters, isTable);
  const layout = wanted === "list" ? { ...found, shape: "list" as const } : found;
  return moved(layout, start, separatorRow);
}

/** Lines before the headings, if any, are part of them. */
function moved(layout: Layout, start: number, separatorRow: Heading | null): Layout {
  if (!separatorRow) return { ...layout, start: layout.start + start };
  const { heading } = layout;
  const both = heading ? { line: 1, endLine: heading.endLine + 1, source: `${separatorRow.source}\n${heading.source}` } : separatorRow;
  return { ...layout, heading: both, start: layout.start + start, startLine: layout.startLine + 1 };
}

/** Anything may stand below a single heading, so those lines are judged as if there were none. */
function headed(body: string, delimiters: readonly string[], isTable: boolean): Layout | null {
  let best: Layout | null = null;
  let width = 0;
  for (const delimiter of delimiters) {
    const records = sampleRecords(body, delimiter);
    const found = headingIn(records);
    if (!found || found.readings.length <= width) continue;
    width = found.readings.length;
    const { line: above, start } = records[0] ?? found.record;
    const { endLine, source, next, start: own } = ruleBelow(records, found) ?? found.record;
    const heading = { line: above, endLine, source: body.slice(start, own) + source };
    const place = { heading, start: next, startLine: endLine + 1 };
    const isWide = width > 1;
    best = { ...(isWide ? tableBelow(records, found, delimiter) : unheaded(body.slice(next), delimiters, isTable)), ...place };
  }
  return best;
}

interface FoundHeading {
  record: CsvRecord;
  index: number;
  titles: string[];
  readings: TitleReading[];
}

/** A heading below the first record has no people above it, and names more than one column: one word above it is the list's title. */
function headingIn(records: CsvRecord[]): FoundHeading | null {
  let single: FoundHeading | null = null;
  for (const [index, record] of records.slice(0, RECORDS_ABOVE_HEADING + 1).entries()) {
    const titles = trimmed(record.cells);
    const readings = readTitles(titles);
    const known = readings?.filter(({ field }) => field !== null).length ?? 0;
    if (readings && known > 1 && readings.length > 1) return { record, index, titles, readings };
    if (readings && index === 0) single = { record, index, titles, readings };
    if (record.source.includes("@")) return single;
  }
  return single;
}

/** `|---|:---|`: the line below the headings of a table in Markdown. */
function ruleBelow(records: CsvRecord[], { index }: FoundHeading): CsvRecord | null {
  const below = records[index + 1];
  const filled = trimmed(below?.cells ?? []).filter((cell) => cell !== "");
  return below && filled.length > 0 && filled.every((cell) => /^:?-{2,}:?$/.test(cell)) ? below : null;
}

function trimmed(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.trim());
}

function tableBelow(records: CsvRecord[], { index, titles, readings }: FoundHeading, delimiter: string) {
  const rows = records.slice(index + 1).map(({ cells }) => cells);
  const fields = fieldsOfColumns(titles, readings, rows);
  return { shape: "table" as const, delimiter, titles, fields, isGuessed: false };
}

function unheaded(body: string, delimiters: readonly string[], isTable: boolean): Layout {
  const plain = { heading: null, titles: [], start: 0, startLine: 1 };
  for (const delimiter of delimiters) {
    const records = sampleRecords(body, delimiter);
    const hasColumns = isTable ? records.some(({ cells }) => cells.length > 1) : looksLikeTable(records, delimiter);
    if (!hasColumns) continue;
    const fields = unheadedFields(records, delimiter);
    if (!isTable && delimiter !== "\t" && addressesBelongToOthers(records, fields)) continue;
    return { ...plain, shape: "table", delimiter, fields, isGuessed: !isTable };
  }
  const fields: Field[] = isTable ? ["name"] : [];
  return { ...plain, shape: isTable ? "table" : "list", delimiter: delimiters[0] ?? ",", fields, isGuessed: false };
}

function unheadedFields(records: CsvRecord[], delimiter: string): (Field | null)[] {
  const rows = records.map((record) => record.cells);
  const namesReversed = delimiter === "," && rows.every((cells) => (cells[1] ?? " ").startsWith(" "));
  const fields = fieldsOfContents(rows, namesReversed);
  const namesNobody = fields.every((field) => field !== "name" && field !== "first" && field !== "email");
  return namesNobody ? fields.map((field, column) => (column === 0 ? "name" : field)) : fields;
}

/** An address before a name may be another person's: a table is only what has some that fit their names. */
function addressesBelongToOthers(records: CsvRecord[], fields: (Field | null)[]): boolean {
  const address = fields.indexOf("email");
  const name = fields.findIndex((field) => field === "name" || field === "first");
  if (address < 0 || name < 0 || name < address) return false;
  const pairs = records.filter(({ cells }) => cells[address]?.includes("@") && cells[name]?.trim());
  const nameOf = ({ cells }: CsvRecord) =>
    fields.flatMap((field, column) => (field === "name" || field === "first" || field === "last" ? [cells[column] ?? ""] : [])).join(" ");
  return pairs.filter((record) => isAddressOf((record.cells[address] ?? "").trim(), nameOf(record))).length * 3 < pairs.length;
}

/** Tabs come from spreadsheets. Other delimiters also stand in lists of people, so the columns have to look like columns. */
function looksLikeTable(records: CsvRecord[], delimiter: string): boolean {
  if (delimiter === "\t") return records.filter(({ cells }) => cells.length > 1).length * 2 > records.length;
  const width = records[0]?.cells.length ?? 1;
  const alike = records.filter(({ cells }) => cells.length === width).length;
  if (width < 2 || alike * 10 < records.length * 9) return false;
  const addressed = records.map(({ cells }) => cells.filter((cell) => cell.includes("@")));
  if (addressed.some((cells) => cells.length > 1 || /[<,;]/.test(cells[0] ?? ""))) return false;
  const withAddress = addressed.filter((cells) => cells.length === 1).length;
  if (withAddress * 2 > records.length) return records.length > 1 || hasShortCells(records);
  return records.length > 1 && withAddress === 0 && records.every(({ cells }) => isNameOrCount(cells));
}

/** A single line is one person only if no cell of it could be a whole name beside another. */
function hasShortCells(records: CsvRecord[]): boolean {
  const [cells = []] = records.map((record) => record.cells.filter((cell) => !cell.includes("@")));
  return cells.length === 1 || cells.every(isOneName);
}

/** `Lovelace, Ada` and `Ada Lovelace;2`, but not `Ada Lovelace, Grace Hopper`. */
function isNameOrCount(cells: string[]): boolean {
  const [first = "", ...others] = cells.map((cell) => cell.trim());
  if (others.length === 1 && isOneName(first) && /\p{L}/u.test(others[0] ?? "")) return true;
  return others.every((cell) => /^\+?\d{0,3}$/.test(cell) || (cells.length > 2 && isOneName(cell)));
}
