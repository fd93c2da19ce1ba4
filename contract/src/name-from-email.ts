import { cleanPersonName, MAX_PERSON_NAME } from "./person-name.ts";

/** A name somebody may have whose address starts with `ada.lovelace+party`. */
export function nameFromEmail(address: string): string {
  const [local = ""] = address.slice(0, MAX_PERSON_NAME).split(/[@+]/);
  const words = local.split(/[\s\d._-]+/).filter((word) => word !== "");
  return cleanPersonName(words.map(capitalized).join(" ") || local).slice(0, MAX_PERSON_NAME);
}

function capitalized(word: string): string {
  const [first = ""] = word;
  return first.toUpperCase() + word.slice(first.length);
}
