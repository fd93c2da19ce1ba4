import { isAddressOf } from "./alike.ts";
import { isOneName } from "./column-guess.ts";
import { isSuffix, parseMailbox } from "./mailbox.ts";
import { isPhone } from "./phone.ts";
import { joinPieces, type Piece } from "./pieces.ts";

interface Written {
  piece: Piece;
  kind: "name" | "address" | "both";
  name: string;
  emails: string[];
}

/** Whether a piece between separators belongs to the person before it: `+1`, a phone number, a count, `PhD <ada@…>`. */
export function belongsToTheOneBefore(text: string): boolean {
  if (/^\(?\+ ?\d{1,4}\)?$/.test(text) || /^\d{1,2}$/.test(text) || isSuffix(text)) return true;
  const isTitled = text.includes("@") && text.length < 300 && isSuffix(parseMailbox(text).name);
  return isTitled || (text.length < 60 && isPhone(text));
}

/** Which pieces of a line are one person: a name and the address behind it, or an address and the name that is alike. */
export function personsOf(whole: Piece, pieces: Piece[]): Piece[] {
  if (pieces.length < 2 || !pieces.some(({ text }) => text.includes("@"))) return pieces;
  const written = pieces.map(read);
  if (isInThreeParts(written)) return [joinPieces(whole, pieces)];
  const persons: Piece[] = [];
  for (let at = 0; at < written.length;) {
    const length = personAt(written, at);
    persons.push(joinPieces(whole, pieces.slice(at, at + length)));
    at += length;
  }
  return persons;
}

function read(piece: Piece): Written {
  if (!piece.text.includes("@")) return { piece, kind: "name", name: piece.text, emails: [] };
  const { name, emails } = parseMailbox(piece.text);
  return { piece, kind: name === "" ? "address" : "both", name, emails };
}

/** `Lovelace, Ada, ada@…`. */
function isInThreeParts(written: Written[]): boolean {
  const [first, second, third] = written;
  const named = first?.kind === "name" && second?.kind === "name" && isOneName(first.name) && isOneName(second.name);
  return written.length === 3 && named && third?.kind === "address";
}

/** How many pieces from here on are one person. An address that could be of two names is of the one it is alike. */
function personAt(written: Written[], at: number): number {
  const [one, two, three] = [written[at], written[at + 1], written[at + 2]];
  if (one?.kind === "name" && two?.kind === "address") {
    const isOfNext = three?.kind === "name" && areAlike(two, three) && !areAlike(two, one);
    return isOfNext ? 1 : 2 + furtherAddresses(written, at);
  }
  if (one?.kind === "name" && two?.kind === "both" && isOneName(one.name) && (isOneName(two.name) || areAlike(two, one))) return 2;
  if (one?.kind === "address" && two?.kind === "name" && areAlike(one, two))
    return three?.kind === "address" && areAlike(three, two) && written.length === 3 ? 3 : 2;
  return 1;
}

/** `Ada Lovelace, ada@…, lovelace@…`: more addresses of the same person, unless a name follows that they may be of. */
function furtherAddresses(written: Written[], at: number): number {
  const name = written[at];
  let count = 0;
  for (let next = at + 2; name && written[next]?.kind === "address" && areAlike(written[next] as Written, name); next++) count++;
  return written[at + 2 + count]?.kind === "name" ? 0 : count;
}

function areAlike(address: Written, name: Written): boolean {
  return address.emails.some((email) => isAddressOf(email, name.name));
}
