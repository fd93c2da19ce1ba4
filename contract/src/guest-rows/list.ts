import { normalizeEmail } from "../email-address.ts";
import { isAddressOf } from "./alike.ts";
import { belongsToTheOneBefore, personsOf } from "./adjacent.ts";
import { isOneName } from "./column-guess.ts";
import { readTitles } from "./column-titles.ts";
import { contentOf, type Content } from "./column-contents.ts";
import { parseMailbox } from "./mailbox.ts";
import { hasOpenQuote, joinPieces, pieceOf, splitLine, type Piece } from "./pieces.ts";
import type { WrittenGuest } from "./row.ts";

/** A guest as written, and where in the text that begins. */
export type Located = WrittenGuest & { at: number };

/** Guests of a text that is a list: names or addresses, one or many on a line, in the order they stand there. */
export function* listGuests(text: string, from: { at: number; line: number; end?: number }): Generator<Located, void, undefined> {
  let { at, line } = from;
  const stop = from.end ?? text.length;
  while (at < stop) {
    const end = Math.min(stop, lineEnd(text, at));
    yield* guestsOfLine(pieceOf({ start: 0, end, text }, at, end), line);
    at = end + (text.startsWith("\r\n", end) ? 2 : 1);
    line++;
  }
}

function guestsOfLine(piece: Piece, line: number): Located[] {
  if (piece.text === "") return [];
  if (isHeading(piece)) return [{ ...guestOf(piece, line), broken: "heading" }];
  const cells = cellsOf(piece);
  if (cells !== null) return [rowOf(piece, cells, line)];
  return piecesOf(piece).map((person) => guestOf(person, line));
}

function guestOf(piece: Piece, line: number): Located {
  const broken = hasOpenQuote(piece.text) ? "quotes" : null;
  const place = { at: piece.start, line, endLine: line, source: piece.text };
  return { ...place, ...parseMailbox(piece.text), locale: "", leftOver: "", broken };
}

function lineEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end++;
  return end;
}

const LONGEST_HEADING = 500;

/** A line of headings with people above it. */
function isHeading({ text }: Piece): boolean {
  if (text.length > LONGEST_HEADING || text.includes("@") || !/[,;\t|]/.test(text)) return false;
  const cells = text.split(/[,;\t|]/).map((cell) => cell.trim());
  const known = readTitles(cells)?.filter(({ field, sure }) => field !== null && sure).length ?? 0;
  return known > 1 && known * 2 > cells.length - 1;
}

const MOST_CELLS = 40;

/** The cells of a line from a spreadsheet that names one person, else null. */
function cellsOf({ text }: Piece): string[] | null {
  const delimiter = text.includes("\t") ? "\t" : text.includes("|") ? "|" : null;
  if (delimiter === null) return null;
  const cells = text.split(delimiter, MOST_CELLS + 1).map((cell) => cell.trim());
  const filled = cells.filter((cell) => cell !== "");
  const addressed = filled.filter((cell) => cell.includes("@")).length;
  const others = filled.filter((cell) => !cell.includes("@"));
  const names = others.filter((cell) => contentOf([cell]) === "words");
  const isOne =
    addressed === 1 || (addressed === 0 && names.length > 0 && (names.length === 1 || (names.length === 2 && names.every(isOneName))));
  return isOne && cells.length <= MOST_CELLS && filled.length > 1 ? cells : null;
}

/** Each cell is what it looks like; words that are not part of the name are reported as left out. */
function rowOf(piece: Piece, cells: string[], line: number): Located {
  const kinds = cells.map((cell) => ({ cell, content: contentOf([cell]) }));
  const all = (...wanted: Content[]) => kinds.filter(({ content }) => wanted.includes(content)).map(({ cell }) => cell);
  const words = all("words");
  const isInHalves = words.length > 1 && isOneName(words[0] ?? "") && isOneName(words[1] ?? "");
  const named = all("mailbox").length > 0 ? [] : words.slice(0, isInHalves ? 2 : 1);
  const numbers = all("number");
  const person = parseMailbox([...named, ...all("email", "mailbox"), ...all("phone")].join(" "));
  const [count = ""] = numbers;
  const isExtra = count.startsWith("+") || Number(count) === 0;
  return {
    ...person,
    at: piece.start,
    line,
    endLine: line,
    source: piece.text,
    plusOnes: isExtra && count !== "" ? count : person.plusOnes,
    partySize: isExtra ? person.partySize : count,
    locale: all("language")[0] ?? "",
    leftOver: [...words.slice(named.length), ...all("digits", "answer"), ...numbers.slice(1)].join(", "),
    broken: hasOpenQuote(piece.text) ? "quotes" : null,
  };
}

/** Semicolons separate people. So do commas, unless they stand inside one person: `Lovelace, Ada <ada@…>`. */
function piecesOf(line: Piece): Piece[] {
  const parts = peopleOf(line, separatorOf(line)).map((part) => ({ part, pieces: peopleOf(part, ",") }));
  const hasCommas = parts.some(({ pieces }) => pieces.length > 1);
  if (parts.length > 1 && !hasCommas)
    return personsOf(
      line,
      parts.map(({ part }) => part),
    ).flatMap(splitAddresses);
  const isReversed = parts.length > 1 && parts.every(({ pieces }) => isReversedName(pieces));
  return parts.flatMap(({ part, pieces }) => (isReversed ? [part] : personsOf(part, pieces))).flatMap(splitAddresses);
}

function separatorOf({ text }: Piece): string {
  return text.includes("\t") ? "\t" : text.includes("|") ? "|" : ";";
}

/** `Ada, +1` is one piece. */
function peopleOf(line: Piece, separator: string): Piece[] {
  const pieces: Piece[] = [];
  for (const piece of splitLine(line, separator)) {
    const owner = belongsToTheOneBefore(piece.text) ? pieces.pop() : undefined;
    pieces.push(owner ? joinPieces(line, [owner, piece]) : piece);
  }
  return pieces;
}

function isReversedName(pieces: Piece[]): boolean {
  const [last, first] = pieces;
  return pieces.length === 2 && last !== undefined && first !== undefined && isOneName(last.text) && !last.text.includes("@");
}

/** `Ada ada@… Grace grace@…`: cut after every address that another one follows. */
function splitAddresses(piece: Piece): Piece[] {
  const cuts: number[] = [];
  let wordStart = 0;
  for (let at = 0; at <= piece.text.length; at++) {
    if (at < piece.text.length && !/\s/.test(piece.text.charAt(at))) continue;
    if (piece.text.slice(wordStart, at).includes("@")) cuts.push(at);
    wordStart = at + 1;
  }
  if (cuts.length < 2 || (cuts.length <= MOST_ADDRESSES && areOfOne(piece, cuts[0] ?? 0))) return [piece];
  cuts.splice(-1, 1, piece.text.length);
  return cuts.map((cut, index) => pieceOf(piece, cuts[index - 1] ?? 0, cut));
}

const MOST_ADDRESSES = 4;

/** A name, and behind it several addresses that are all alike; or one address twice, as Outlook has it (`'ada@…' <ada@…>`). */
function areOfOne(piece: Piece, firstEnd: number): boolean {
  const behind = piece.text.slice(firstEnd).split(/\s+/);
  if (behind.some((word) => word !== "" && !word.includes("@"))) return false;
  const { name, emails } = parseMailbox(piece.text);
  return emails.every((email) => isAddressOf(email, name)) || new Set(emails.map(normalizeEmail)).size === 1;
}
