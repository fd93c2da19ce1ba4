/** As many as avatar.css has colours. */
const HUES = 8;

/** Stable from one device to the next: only the id decides. */
export function hueOf(id: string) {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + letter.codePointAt(0)!) >>> 0;
  return hash % HUES;
}

/** First letters of the first and last word, each with its accents and vowel signs; an emoji is not cut in half either. */
export function initialsOf(name: string) {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : [words[0]!];
  return ends.map((word) => /^.\p{M}{0,3}/u.exec(word)?.[0].toLocaleUpperCase() ?? "").join("") || "?";
}
