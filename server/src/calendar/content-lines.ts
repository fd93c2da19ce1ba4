/**
 * Content lines of RFC 5545 §3.1. Values are made by the encoders below only, so that user input cannot end a line,
 * start a property or leave its parameter.
 */

export const MAX_LINE_OCTETS = 75;

/** A value that is encoded for its property. */
export type EncodedValue = { readonly encoded: string };

/**
 * Text that iCalendar can represent: line breaks are `\n`, other control characters are removed, lone surrogates are
 * replaced. `textValue` applies it, and parsers read this back.
 */
export function calendarText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/g, "\n")
    .replace(/(?![\n\t])\p{Cc}/gu, "");
}

export function textValue(text: string): EncodedValue {
  return {
    encoded: calendarText(text)
      .replace(/[\\;,]/g, "\\$&")
      .replaceAll("\n", "\\n"),
  };
}

/** A URI value. Throws RangeError for anything but an http(s) URL. */
export function uriValue(address: string): EncodedValue {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== "https:" && url?.protocol !== "http:") throw new RangeError("Not a web address");
  return { encoded: url.href };
}

/** A `mailto:` URI (RFC 6068). Throws RangeError for an invalid email address. */
export function mailboxValue(email: string): EncodedValue {
  const [, local, domain] = /^([^\s\p{C}@]+)@([^\s\p{C}@"<>[\](),:;\\]+|\[[0-9a-f:.]+\])$/u.exec(email) ?? [];
  if (!local || !domain) throw new RangeError("Not an e-mail address");
  const encoded = encodeURIComponent(local).replace(/%(2B|24|2C|3A)/g, (code) => decodeURIComponent(code));
  return { encoded: `mailto:${encoded}@${domain.startsWith("[") ? domain : encodeURIComponent(domain)}` };
}

export function wholeValue(number: number): EncodedValue {
  if (!Number.isSafeInteger(number) || number < 0) throw new RangeError(`Not a whole number: ${number}`);
  return { encoded: String(number) };
}

/** A keyword, product id or UID: constant or validated before, never user input. */
export function tokenValue(token: string): EncodedValue {
  if (!/^[\w.:@/+=;,[\] -]*$/.test(token)) throw new RangeError("Not a token");
  return { encoded: token };
}

/** `20270618T180000Z` */
export function utcValue(instant: string): EncodedValue {
  return { encoded: `${basicFormat(new Date(instant).toISOString().slice(0, 19))}Z` };
}

/** A DATE: `20270618`. */
export function dateValue(day: string): EncodedValue {
  return { encoded: basicFormat(`${day}T00:00:00`).slice(0, 8) };
}

/** A local DATE-TIME, `20270618T190000`, from a wall-clock time with or without seconds. */
export function localValue(local: string): EncodedValue {
  return { encoded: basicFormat(local.length === 16 ? `${local}:00` : local) };
}

function basicFormat(text: string): string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) throw new RangeError(`Not a date and time between the years 0 and 9999: ${text}`);
  return text.replace(/[-:]/g, "");
}

/** A folded property with its CRLF. */
export function contentLine(name: string, value: EncodedValue, parameters: Record<string, string> = {}): string {
  const written = Object.entries(parameters).map(([key, text]) => `;${key}=${parameterValue(text)}`);
  return fold(`${name}${written.join("")}:${value.encoded}`);
}

/** A parameter's text: without quotes, which cannot be represented, and backslashes, as some parsers read `\n` as a line break. */
export function parameterText(text: string): string {
  return calendarText(text).replace(/["\\]/g, "").replace(/\s+/g, " ").trim();
}

/** Quoted unless it is a plain word; `^` is doubled, because in RFC 6868 `^n` is a line break. */
function parameterValue(text: string): string {
  const clean = parameterText(text).replaceAll("^", "^^");
  return /^[A-Za-z0-9_/+-]+$/.test(clean) ? clean : `"${clean}"`;
}

/** Folds lines after at most 75 octets, never inside a character. */
function fold(line: string): string {
  if (isAscii(line)) return foldAscii(line);
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MAX_LINE_OCTETS) {
      folded += "\r\n ";
      octets = 1; // the space that marks a continuation counts
    }
    folded += character;
    octets += size;
  }
  return `${folded}\r\n`;
}

const isAscii = (line: string) => !/[^\0-\x7f]/.test(line);

/** The same where each character is an octet: most lines, and many times faster. */
function foldAscii(line: string): string {
  if (line.length <= MAX_LINE_OCTETS) return `${line}\r\n`;
  let folded = line.slice(0, MAX_LINE_OCTETS);
  for (let at = MAX_LINE_OCTETS; at < line.length; at += MAX_LINE_OCTETS - 1) folded += `\r\n ${line.slice(at, at + MAX_LINE_OCTETS - 1)}`;
  return `${folded}\r\n`;
}
