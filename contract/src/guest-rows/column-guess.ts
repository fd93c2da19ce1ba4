import { contentOf } from "./column-contents.ts";
import type { Field } from "./column-titles.ts";

/** Words that belong to the last name behind them. */
const PARTICLES = new Set(
  "van von vom zu zur de der den del della di da do dos du la le el al bin ibn ten ter af av mc mac o st san".split(" "),
);

/** What columns without headings hold, judged by a sample of their rows. Null: unknown. */
export function fieldsOfContents(rows: readonly (readonly string[])[], namesReversed: boolean): (Field | null)[] {
  const columns = columnsOf(rows);
  const contents = columns.map(contentOf);
  const worded = contents.flatMap((content, column) => (content === "words" || content === "mailbox" ? [column] : []));
  const names = nameColumns(worded, columns, namesReversed);
  const counted = contents.indexOf("number");
  return contents.map((content, column) => {
    if (content === "number") return column === counted ? countField(columns[column] ?? []) : null;
    if (content === "email" || content === "phone") return content;
    return content === "language" ? "locale" : (names.get(column) ?? null);
  });
}

/** The cells of each column, trimmed. */
export function columnsOf(rows: readonly (readonly string[])[]): string[][] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, column) => rows.map((row) => (row[column] ?? "").trim()));
}

/** Row numbers are no head counts. Counts with a zero or a plus sign are of extra people, others of all. */
function countField(cells: readonly string[]): Field | null {
  if (areRowNumbers(cells)) return null;
  return countsCompanions(cells) ? "plusOnes" : "partySize";
}

/** Each is one more than the one above. */
export function areRowNumbers(cells: readonly string[]): boolean {
  const numbers = cells.filter((cell) => cell !== "").map(Number);
  return numbers.length > 1 && numbers.every((count, index) => count === (numbers[0] ?? 0) + index);
}

/** A count that can be zero does not count the guest too. */
export function countsCompanions(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.startsWith("+") || (cell !== "" && Number(cell) === 0));
}

function nameColumns(worded: number[], columns: string[][], reversed: boolean): Map<number, Field> {
  const [one, two] = worded;
  if (one === undefined) return new Map();
  const areHalves = two === one + 1 && isHalfName(columns[one] ?? []) && isHalfName(columns[two] ?? []);
  if (!areHalves) return new Map([[one, "name"]]);
  return new Map([
    [one, reversed ? "last" : "first"],
    [two, reversed ? "first" : "last"],
  ]);
}

function isHalfName(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== "");
  return filled.filter(isOneName).length * 10 >= filled.length * 7;
}

/** Whether this can be a last name alone: one word, or one with its particles (`van der Berg`). */
export function isOneName(text: string): boolean {
  const words = text.trim().split(/\s+/, 5);
  return words.length < 5 && words.slice(0, -1).every((word) => PARTICLES.has(word.toLowerCase()));
}
