/** Put before the first line of a file, it makes spreadsheet programs read the file as UTF-8. */
export const CSV_BOM = "\ufeff";

const FORMULA_STARTS = new Set("=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212");
const CONTROL_STARTS = new Set("\t\r\0");
/** What spreadsheet programs set to another language take for the end of a cell, quoted or not. */
const FOREIGN_CELL_ENDS = new Set(";\t\r\n");

/** One line of a CSV file (RFC 4180), its line end included. No cell can be taken for a formula. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** A whole CSV file, see `csvLine`. */
export function writeCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map(csvLine).join("");
}

function csvCell(cell: string | number | null): string {
  const text = typeof cell === "string" ? guardFormulas(cell) : String(cell ?? "");
  return `"${text.replaceAll('"', '""')}"`;
}

/**
 * The text with an apostrophe wherever a spreadsheet program could begin to read a formula: at the start, and after
 * characters that end a cell for programs which split at semicolons or tabs instead of our commas.
 */
export function guardFormulas(text: string): string {
  const guards = formulaStarts(text);
  if (guards.length === 0) return text;
  let guarded = "";
  let from = 0;
  for (const at of guards.toReversed()) {
    guarded += `${text.slice(from, at)}'`;
    from = at;
  }
  return guarded + text.slice(from);
}

/** Walks backwards, so that a run of spaces is looked at once and not once for each of its characters. Last first. */
function formulaStarts(text: string): number[] {
  const starts: number[] = [];
  let opensFormula = false;
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text.charAt(at);
    opensFormula = FORMULA_STARTS.has(character) || (opensFormula && isSkipped(character));
    if (at > 0 && opensFormula && endsForeignCell(text, at - 1)) starts.push(at);
  }
  if (opensFormula || startsWithControl(text)) starts.push(0);
  return starts;
}

function isSkipped(character: string): boolean {
  return character === '"' || character === "\0" || /[\s\p{Cf}]/u.test(character);
}

function endsForeignCell(text: string, at: number): boolean {
  return FOREIGN_CELL_ENDS.has(text.charAt(at)) && !text.startsWith("\r\n", at);
}

function startsWithControl(text: string): boolean {
  let at = 0;
  while (text.charAt(at) === '"' || text.charAt(at) === " ") at++;
  return CONTROL_STARTS.has(text.charAt(at));
}
