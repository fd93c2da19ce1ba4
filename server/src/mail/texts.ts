import type { MailTexts } from "./texts-shape.ts";
import { de } from "./texts-de.ts";
import { en } from "./texts-en.ts";

export function mailTexts(locale: string): MailTexts {
  return locale.startsWith("de") ? de : en;
}
