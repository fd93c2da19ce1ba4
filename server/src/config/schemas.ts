import { z } from "zod";

/** One address, with or without a display name (RFC 5322, 3.4). */
export const SENDER = /^(?:[^<>\r\n]*<[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+>|[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+)$/;

export const address = z.string().regex(/^[\w.:-]+$/, "must be an address or a host name");

/** Whether a host, as URLs have it or without brackets, is this machine itself. */
export const isLoopback = (host: string): boolean => /^(localhost|\[?::1\]?|127(\.\d+){3})$/.test(host);

export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be between ${min} and ${max}`);

/**
 * Whether a URL has none of the characters that change its meaning when a password contains them unescaped: a second @,
 * a #, a % that begins no escape, and a / or ? before the last @. Host names contain none of them.
 */
function isEscaped(url: string): boolean {
  const rest = url.replace(/^[a-z]+:\/\//i, "");
  const authority = rest.split(/[/?#]/, 1)[0]!;
  return !/[#\s]|%(?![\da-f]{2})/i.test(rest) && rest.split("@").length <= 2 && rest.includes("@") === authority.includes("@");
}

/** Does not quote the URL: a part of a password is a secret too. */
const NOT_ESCAPED =
  "has characters in its user name or password that must be percent-encoded: % as %25, @ as %40, # as %23, / as %2F, ? as %3F, a space as %20";

export const urlOf = (...schemes: string[]) =>
  z
    .string()
    .refine(isEscaped, { message: NOT_ESCAPED, abort: true })
    .refine(
      (value) => schemes.includes(URL.parse(value)?.protocol.slice(0, -1) ?? ""),
      `must be a URL that starts with ${schemes.map((one) => `${one}://`).join(" or ")}`,
    );

const ROLES = 'must be "api", "worker" or both, with a comma between, or "migrate" alone';
const Role = z.enum(["api", "worker", "migrate"], ROLES);
export type Role = z.infer<typeof Role>;
export const Roles = z
  .string()
  .transform((list) => list.split(",").map((role) => role.trim()))
  .pipe(z.array(Role).refine((roles) => roles.length === 1 || !roles.includes("migrate"), ROLES));
