import { isolated } from "@turnout/contract/isolated";
import { formattingLocale } from "../i18n.ts";

/** "Ada, Grace and Lin", in the reader's language. */
export function listOfNames(names: readonly string[], locale: string): string {
  return new Intl.ListFormat(formattingLocale(locale), { type: "conjunction" }).format(names.map(isolated));
}
