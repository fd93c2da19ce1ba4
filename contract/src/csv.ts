/** A record of delimited text, and the lines of the source it stands on. */
export interface CsvRecord {
  /** Counted from 1. */
  line: number;
  endLine: number;
  /** Exactly what was written there, without the line end. */
  source: string;
  cells: string[];
  /** A quote opens a cell and is never properly closed: it was read as an ordinary character. */
  broken: boolean;
  /** Where it starts in the text, and where the next one does. */
  start: number;
  next: number;
}

export const CSV_DELIMITERS = ["\t", ";", ",", "|"] as const;
const QUOTE = '"';
const SAMPLE_CHARACTERS = 64 * 1024;
const SAMPLE_RECORDS = 50;

/**
 * The records of delimited text one after the other, blank lines left out. Never throws: a quote that is not closed
 * before a delimiter or a line end costs its own line only, never the rest of the file.
 */
export function* csvRecords(text: string, delimiter: string): Generator<CsvRecord, void, undefined> {
  let at = text.startsWith("\ufeff") ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const record = readRecord(text, at, line, delimiter);
    if (record.source.trim() !== "") yield record;
    at = record.next;
    line = record.endLine + 1;
  }
}

/** All records at once, the delimiter guessed unless given. */
export function parseCsv(text: string, delimiter: string = guessDelimiter(text)): CsvRecord[] {
  return [...csvRecords(text, delimiter)];
}

/** The first records only, for guesses: costs the same however long the text is. */
export function sampleRecords(text: string, delimiter: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  for (const record of csvRecords(text.slice(0, SAMPLE_CHARACTERS), delimiter)) {
    if (records.push(record) === SAMPLE_RECORDS) break;
  }
  const cutShort = text.length > SAMPLE_CHARACTERS && records.length > 1 && records.length < SAMPLE_RECORDS;
  return cutShort ? records.slice(0, -1) : records;
}

/** The delimiter that cuts the most records into the same number of cells as the first. A comma when none does. */
export function guessDelimiter(text: string): string {
  let best = { delimiter: ",", score: 0 };
  for (const delimiter of CSV_DELIMITERS) {
    const widths = sampleRecords(text, delimiter).map((record) => record.cells.length);
    const width = widths[0] ?? 1;
    const alike = widths.filter((other) => other === width).length / Math.max(1, widths.length);
    const score = width > 1 ? alike + width / 10_000 : 0;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function readRecord(text: string, start: number, line: number, delimiter: string): CsvRecord {
  const cells: string[] = [];
  let broken = false;
  let lines = 0;
  let at = start - 1;
  do {
    const cell = readCell(text, at + 1, delimiter);
    cells.push(cell.value);
    broken ||= cell.broken;
    lines += cell.lineEnds;
    at = cell.end;
  } while (at < text.length && text[at] === delimiter);
  const next = at + (text.startsWith("\r\n", at) ? 2 : 1);
  return { line, endLine: line + lines, source: text.slice(start, at), cells, broken, start, next };
}

interface Cell {
  value: string;
  end: number;
  lineEnds: number;
  broken: boolean;
}

function readCell(text: string, start: number, delimiter: string): Cell {
  let at = start;
  while (text[at] === " ") at++;
  if (text[at] !== QUOTE) return plainCell(text, start, delimiter, false);
  return quotedCell(text, at + 1, delimiter) ?? plainCell(text, start, delimiter, true);
}

function plainCell(text: string, start: number, delimiter: string, broken: boolean): Cell {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") end++;
  return { value: text.slice(start, end), end, lineEnds: 0, broken };
}

/**
 * Null when the quote is not closed properly. The search ends at the first quote that stands alone, and every cell
 * that opens with a quote either is that quote or closes before it: so searches never overlap, and time stays linear.
 */
function quotedCell(text: string, start: number, delimiter: string): Cell | null {
  let close = text.indexOf(QUOTE, start);
  while (close >= 0 && text[close + 1] === QUOTE) close = text.indexOf(QUOTE, close + 2);
  if (close < 0) return null;
  let end = close + 1;
  while (text[end] === " " && delimiter !== " ") end++;
  if (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") return null;
  const quoted = text.slice(start, close);
  return { value: quoted.replaceAll('""', QUOTE), end, lineEnds: quoted.match(/\r\n|\r|\n/g)?.length ?? 0, broken: false };
}
