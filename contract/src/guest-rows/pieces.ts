/** A part of a line and where it stands there. */
export interface Piece {
  start: number;
  end: number;
  text: string;
}

const CLOSING: Record<string, string> = { '"': '"', "„": "“", "“": "”" };

/** The parts of a line between separators; separators in quotes or angle brackets separate nothing. Blank parts go. */
export function splitLine(line: Piece, separator: string): Piece[] {
  const pieces: Piece[] = [];
  const neverClosed = new Set<string>();
  let start = 0;
  for (let at = 0; at < line.text.length; at++) {
    const character = line.text.charAt(at);
    if (character === separator) {
      pieces.push(pieceOf(line, start, at));
      start = at + 1;
    } else if (character === "<") {
      at = closingBracket(line.text, at) ?? at;
    } else if (character in CLOSING && opensWord(line.text, at) && !neverClosed.has(character)) {
      const close = line.text.indexOf(CLOSING[character] ?? "", at + 1);
      if (close < 0) neverClosed.add(character);
      else at = close;
    }
  }
  pieces.push(pieceOf(line, start, line.text.length));
  return pieces.filter((piece) => piece.text !== "");
}

function opensWord(text: string, at: number): boolean {
  return at === 0 || /[\s,;(]/.test(text.charAt(at - 1));
}

/** Null when another bracket opens first: so no character is looked at for two brackets. */
function closingBracket(text: string, open: number): number | null {
  for (let at = open + 1; at < text.length && text.charAt(at) !== "<"; at++) {
    if (text.charAt(at) === ">") return at;
  }
  return null;
}

/** Whether a line has a quote that nothing closes. */
export function hasOpenQuote(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
  return quotes % 2 === 1;
}

/** One piece from the start of the first to the end of the last. */
export function joinPieces(line: Piece, pieces: readonly Piece[]): Piece {
  const start = pieces[0]?.start ?? line.start;
  const end = pieces.at(-1)?.end ?? line.end;
  return { start, end, text: line.text.slice(start - line.start, end - line.start) };
}

export function pieceOf(line: Piece, start: number, end: number): Piece {
  let from = start;
  let to = end;
  while (from < to && isSpace(line.text.charCodeAt(from))) from++;
  while (to > from && isSpace(line.text.charCodeAt(to - 1))) to--;
  return { start: line.start + from, end: line.start + to, text: line.text.slice(from, to) };
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff;
}
