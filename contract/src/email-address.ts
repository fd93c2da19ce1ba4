import { z } from "zod";
import { asciiDomain, unicodeDomain } from "./international-domain.ts";

export const MAX_EMAIL = 254;
export const MAX_EMAIL_LOCAL = 64;
const MAX_LABEL = 63;

const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u;
const LABEL = /^[\p{L}\p{M}\p{N}-]+$/u;

/**
 * The form in which two addresses are the same mailbox. The local part is lower-cased as well:
 * the standard allows mail hosts to tell `Ada@` from `ada@`, and none that people use does.
 * A domain has one form whether it was written in letters or as `xn--`: the letters (UTS 46).
 */
export function normalizeEmail(text: string): string {
  const visible = text
    .toWellFormed()
    .replace(/\p{Cf}/gu, "")
    .trim();
  const lower = visible.normalize("NFC").toLowerCase().normalize("NFC");
  return withOneDomain(lower.endsWith(".") ? lower.slice(0, -1) : lower);
}

const NEEDS_MAPPING = /^(?:[^@]*@)(?=.*(?:[^\0-\x7f]|xn--))[\p{L}\p{M}\p{N}.。．｡-]+$/u;

function withOneDomain(address: string): string {
  if (address.length > MAX_EMAIL || !NEEDS_MAPPING.test(address)) return address;
  const at = address.lastIndexOf("@");
  const letters = unicodeDomain(address.slice(at + 1));
  return letters === null ? address : `${address.slice(0, at)}@${letters}`;
}

/** The same mailbox with its domain as `xn--`: the form that earlier versions kept when it was typed so. */
export function asciiEmail(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at)}@${asciiDomain(address.slice(at + 1)) ?? address.slice(at + 1)}`;
}

/**
 * Whether email can be sent there, judged by its spelling. Accepts what people use (international names too)
 * and refuses legal forms that nobody uses: quoted local parts, comments, address literals, hosts without a dot.
 */
export function isEmailAddress(text: string): boolean {
  if (text.length > MAX_EMAIL) return false;
  const at = text.lastIndexOf("@");
  // As HTML's own email inputs have it, dots may stand anywhere: old Japanese mailboxes are `taro..yamada@…`.
  return at > 0 && isLocalPart(text.slice(0, at)) && isDomain(text.slice(at + 1));
}

function isLocalPart(local: string): boolean {
  return local.length <= MAX_EMAIL_LOCAL && LOCAL.test(local) && /[^.]/.test(local);
}

function isDomain(domain: string): boolean {
  const labels = (/^[\0-\x7f]*$/.test(domain) ? domain : (asciiDomain(domain) ?? "")).split(".");
  return labels.length > 1 && labels.every(isLabel) && !/^\d+$/.test(labels.at(-1) ?? "");
}

function isLabel(label: string): boolean {
  return label.length <= MAX_LABEL && LABEL.test(label) && !label.startsWith("-") && !label.endsWith("-");
}

/** The address for SMTP and headers: a local part with misplaced dots is quoted. */
export function quotedForMail(address: string): string {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at);
  return /(?:^\.)|\.\.|(?:\.$)/.test(local) ? `"${local}"${address.slice(at)}` : address;
}

/** A mail address in its one normal form. */
export const EmailAddress = z
  .string()
  .overwrite(normalizeEmail)
  .max(MAX_EMAIL)
  .refine(isEmailAddress, "email_invalid")
  .meta({ format: "idn-email" });
