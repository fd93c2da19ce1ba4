import { formattingLocale } from "../i18n.ts";

/** Hebrew, Arabic and the other scripts that run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** A name within a sentence that is put together as text: its letters run in their own direction, and the sentence's in its own. */
export const isolated = (name: string) => (RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name);

/** "Ada, Grace and Lin", in the reader's language. */
export function listOfNames(names: readonly string[], locale: string): string {
  return new Intl.ListFormat(formattingLocale(locale), { type: "conjunction" }).format(names.map(isolated));
}
