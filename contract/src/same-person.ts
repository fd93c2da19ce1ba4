import { folded } from "./folded.ts";

/** `Ada`, `A. Lovelace` and `Ada Lovelace` can be one person; `Anna Berg` and `Tom Berg` cannot. */
export function canBeSamePerson(one: string, other: string): boolean {
  const [words, theirs] = [wordsOf(one), wordsOf(other)];
  const [fewer, more] = words.length < theirs.length ? [words, theirs] : [theirs, words];
  return fewer.every((word) => more.some((match) => match === word || isInitial(match, word) || isInitial(word, match)));
}

function wordsOf(name: string): string[] {
  return folded(name)
    .split(/[\s.,]+/)
    .filter((word) => word !== "");
}

/** One letter, with the vowel sign that belongs to it. */
const INITIAL = /^\p{L}\p{M}*$/u;

function isInitial(short: string, word: string): boolean {
  return INITIAL.test(short) && word.startsWith(short);
}
