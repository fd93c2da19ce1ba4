import { folded } from "../folded.ts";

const LONGEST = 200;

/** Whether an address seems to be this person's: its local part has one of their names in it, or their initials. */
export function isAddressOf(address: string, name: string): boolean {
  const local = plain(address.slice(0, Math.max(0, address.lastIndexOf("@"))));
  const words = name
    .slice(0, LONGEST)
    .split(/[\s,.'’-]+/)
    .map(plain)
    .filter((word) => word !== "");
  if (local === "" || words.length === 0) return false;
  if (words.some((word) => word.length > 2 && (local.includes(word) || (local.length > 2 && word.startsWith(local))))) return true;
  if (words.includes(local)) return true;
  const initials = words.map((word) => word.charAt(0)).join("");
  return initials.length > 1 && local === initials;
}

/** Only letters, without accents; `ue` counts as `ü`. */
function plain(text: string): string {
  return folded(text.slice(0, LONGEST))
    .replaceAll("ß", "ss")
    .replace(/[^\p{Alpha}]/gu, "")
    .replace(/([aou])e/g, "$1");
}
