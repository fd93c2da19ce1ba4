/**
 * What people leave out when they type a name: accents, and the vowel points of Hebrew and Arabic. The database's `folded()` leaves out
 * the same. Vowel signs of Devanagari, Bengali, Tamil, Thai and others stay: without them, Meena and Mona are one name.
 */
// oxlint-disable-next-line no-misleading-character-class -- marks are what it is for
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]/g;

/** A text to compare by, not to show: lower case without accents, decomposed (NFKD), so that half a Korean syllable is found as well. */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(ACCENTS, "").toLowerCase();
}
