import { z } from "zod";

export const MAX_EMAIL = 254;
export const MAX_EMAIL_LOCAL = 64;
const MAX_LABEL = 63;

const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u;
const LABEL = /^[\p{L}\p{M}\p{N}-]+$/u;

/**
 * The form in which two addresses are the same mailbox. The local part is lower-cased as well:
 * the standard allows mail hosts to tell `Ada@` from `ada@`, and none that people use does.
 */
export function normalizeEmail(text: string): string {
  const visible = text
    .toWellFormed()
    .replace(/\p{Cf}/gu, "")
    .trim();
  const lower = visible.normalize("NFC").toLowerCase().normalize("NFC");
  return lower.endsWith(".") ? lower.slice(0, -1) : lower;
}

/**
 * Whether mail can be sent there, as far as its spelling tells. Takes what people have (international names too)
 * and refuses the legal oddities nobody has: quoted local parts, comments, address literals, hosts without a dot.
 */
export function isEmailAddress(text: string): boolean {
  if (text.length > MAX_EMAIL) return false;
  const at = text.lastIndexOf("@");
  return at > 0 && isLocalPart(text.slice(0, at)) && isDomain(text.slice(at + 1));
}

function isLocalPart(local: string): boolean {
  if (local.length > MAX_EMAIL_LOCAL || !LOCAL.test(local)) return false;
  return !local.startsWith(".") && !local.endsWith(".") && !local.includes("..");
}

function isDomain(domain: string): boolean {
  const labels = domain.split(".");
  return labels.length > 1 && labels.every(isLabel) && !/^\d+$/.test(labels.at(-1) ?? "");
}

function isLabel(label: string): boolean {
  return label.length <= MAX_LABEL && LABEL.test(label) && !label.startsWith("-") && !label.endsWith("-");
}

/** A mail address in its one normal form. */
export const EmailAddress = z.string().overwrite(normalizeEmail).max(MAX_EMAIL).refine(isEmailAddress, "email_invalid");
