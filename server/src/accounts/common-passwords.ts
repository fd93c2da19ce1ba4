import { readFileSync } from "node:fs";
import { refuse } from "@turnout/contract/refusals";

const list = readFileSync(new URL("common-passwords.txt", import.meta.url), "utf8").split("\n");
export const commonPasswords: ReadonlySet<string> = new Set(list.filter((line) => line !== "" && !line.startsWith("# ") && line !== "#"));

/** An ending that does not make a common word a good password: `dragon2027!`. */
const ENDING = /[^\p{L}]{1,6}$/u;

/** Refuses what attackers try first: common passwords, with or without an ending, and the user's own address. */
export function requireUncommon(password: string, email: string) {
  const plain = password.normalize("NFKC").toLowerCase();
  const stem = plain.replace(ENDING, "");
  const own = [email, email.slice(0, email.indexOf("@"))];
  if ([plain, stem].some((text) => commonPasswords.has(text) || own.includes(text)) || isOneCharacter(plain)) refuse("password_common");
}

const isOneCharacter = (text: string) => new Set(text).size === 1;
