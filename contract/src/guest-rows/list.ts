import { isOneName } from "./column-guess.ts";
import { parseMailbox } from "./mailbox.ts";
import { hasOpenQuote, joinPieces, pieceOf, splitLine, type Piece } from "./pieces.ts";
import type { WrittenGuest } from "./row.ts";

/** A guest as written, and where in the text that begins. */
export type Located = WrittenGuest & { at: number };

/** Guests of a text that is a list: names or addresses, one or many on a line, in the order they stand there. */
export function* listGuests(text: string, from: { at: number; line: number }): Generator<Located, void, undefined> {
  let { at, line } = from;
  while (at < text.length) {
    const end = lineEnd(text, at);
    for (const piece of guestsOfLine(pieceOf({ start: 0, end, text }, at, end))) yield guestOf(piece, line);
    at = end + (text.startsWith("\r\n", end) ? 2 : 1);
    line++;
  }
}

function guestOf(piece: Piece, line: number): Located {
  const broken = hasOpenQuote(piece.text) ? "quotes" : null;
  const place = { at: piece.start, line, endLine: line, source: piece.text };
  return { ...place, ...parseMailbox(piece.text), partySize: "", locale: "", broken };
}

function lineEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end++;
  return end;
}

/** Semicolons separate people. So do commas, unless they stand inside one person: `Lovelace, Ada <ada@…>`. */
function guestsOfLine(line: Piece): Piece[] {
  if (line.text === "") return [];
  const parts = peopleOf(line, ";").map((part) => ({ part, pieces: peopleOf(part, ",") }));
  const hasCommas = parts.some(({ pieces }) => pieces.length > 1);
  if (parts.length > 1 && !hasCommas)
    return grouped(
      line,
      parts.map(({ part }) => part),
    ).flatMap(splitAddresses);
  const isReversed = parts.length > 1 && parts.every(({ pieces }) => isReversedName(pieces));
  return parts.flatMap(({ part, pieces }) => (isReversed ? [part] : grouped(part, pieces))).flatMap(splitAddresses);
}

/** `Ada, +1` is one piece. */
function peopleOf(line: Piece, separator: string): Piece[] {
  const pieces: Piece[] = [];
  for (const piece of splitLine(line, separator)) {
    const owner = /^\(?\+ ?\d{1,4}\)?$/.test(piece.text) ? pieces.pop() : undefined;
    pieces.push(owner ? joinPieces(line, [owner, piece]) : piece);
  }
  return pieces;
}

function isReversedName(pieces: Piece[]): boolean {
  const [last, first] = pieces;
  return pieces.length === 2 && last !== undefined && first !== undefined && isOneName(last.text) && !last.text.includes("@");
}

function grouped(whole: Piece, pieces: Piece[]): Piece[] {
  if (pieces.length < 2) return pieces;
  const written = pieces.map((piece) => ({ piece, hasEmail: piece.text.includes("@") }));
  const emails = written.filter(({ hasEmail }) => hasEmail).length;
  if (emails === 0) return pieces;
  if (emails === 1 && isOnePerson(written)) return [joinPieces(whole, pieces)];
  return isPairs(written) ? pairsOf(whole, pieces) : pieces;
}

type Written = { piece: Piece; hasEmail: boolean };

/** `ada@…, Ada Lovelace` and `Lovelace, Ada, ada@…`. */
function isOnePerson(written: Written[]): boolean {
  const [first, second, third] = written;
  if (written.length === 2) return first?.hasEmail === true && isBareAddress(first.piece);
  const named = first !== undefined && second !== undefined && isOneName(first.piece.text) && isOneName(second.piece.text);
  return written.length === 3 && named && third?.hasEmail === true && isBareAddress(third.piece);
}

/** Name, address, name, address, …: each address belongs to the name before it. */
function isPairs(written: Written[]): boolean {
  if (written.length % 2 === 1) return false;
  return written.every(({ piece, hasEmail }, index) => {
    if (index % 2 === 1) return hasEmail;
    const address = written[index + 1]?.piece;
    return !hasEmail && address !== undefined && (isBareAddress(address) || isOneName(piece.text));
  });
}

function pairsOf(whole: Piece, pieces: Piece[]): Piece[] {
  return pieces.flatMap((piece, index) => (index % 2 === 0 ? [joinPieces(whole, pieces.slice(index, index + 2))] : []));
}

function isBareAddress(piece: Piece): boolean {
  return parseMailbox(piece.text).name === "";
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
  if (cuts.length < 2) return [piece];
  cuts.splice(-1, 1, piece.text.length);
  return cuts.map((cut, index) => pieceOf(piece, cuts[index - 1] ?? 0, cut));
}
