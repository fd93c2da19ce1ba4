/** `Ada`, `A. Lovelace` and `Ada Lovelace` can be one person; `Anna Berg` and `Tom Berg` cannot. */
export function canBeSamePerson(one: string, other: string): boolean {
  const [words, theirs] = [wordsOf(one), wordsOf(other)];
  const [fewer, more] = words.length < theirs.length ? [words, theirs] : [theirs, words];
  return fewer.every((word) => more.some((match) => match === word || isInitial(match, word) || isInitial(word, match)));
}

function wordsOf(name: string): string[] {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .split(/[\s.,]+/)
    .filter((word) => word !== "");
}

function isInitial(short: string, word: string): boolean {
  return short.length === 1 && word.startsWith(short);
}
