import { folded } from "@turnout/contract/folded";
import type { Roster, RosterGuest } from "@turnout/contract/door-facts";

/** Most guests that a search without a network shows. */
export const FOUND_SHOWN = 100;

export type RosterIndex = ReturnType<typeof indexRoster>;

/** Lower case, without accents, as the server's search has it: ø and ß as well. */
const fold = (text: string): string =>
  folded(text)
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l")
    .replaceAll("đ", "d")
    .replaceAll("æ", "ae")
    .replaceAll("œ", "oe");

/** A roster that can be searched by parts of names in any order; `mueller` finds Müller. */
export function indexRoster({ guests }: Roster) {
  const names = guests.map(([, name]) => fold(name));
  const of = new Map(guests.map((guest) => [guest[0], guest]));
  return {
    of: (guestId: string): RosterGuest | undefined => of.get(guestId),
    find(search: string): RosterGuest[] {
      const words = fold(search).trim().split(/\s+/).filter(Boolean);
      const wanted = words.map((word) => [word, word.replace(/([aou])e/g, "$1")]);
      const found: RosterGuest[] = [];
      for (const [at, name] of names.entries()) {
        if (!wanted.every(([word, plain]) => name.includes(word!) || name.includes(plain!))) continue;
        found.push(guests[at]!);
        if (found.length === FOUND_SHOWN) break;
      }
      return found;
    },
  };
}
