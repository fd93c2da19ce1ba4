import type { WrittenGuest } from "./row.ts";
import type { Located } from "./list.ts";

/** One property of a card: `item1.EMAIL;type=INTERNET;type=pref:ada@example.org`. */
interface Property {
  name: string;
  parameters: string;
  value: string;
}

const BEGIN = /^begin:vcard[ \t]*$/i;
const END = /^end:vcard[ \t]*$/i;

/** Whether a text is contacts as phones and mail programs hand them out (vCard 2.1, 3.0 and 4.0). */
export function looksLikeCards(text: string): boolean {
  return /^[\s\ufeff]{0,200}begin:vcard[ \t]*[\r\n]/i.test(text.slice(0, 400));
}

/** A guest for each card, in the order of the text; lines between cards are passed on as they are. */
export function* cardGuests(text: string, from: { at: number; line: number }): Generator<Located, void, undefined> {
  let { at, line } = from;
  let card: { at: number; line: number; lines: string[] } | null = null;
  const place = (end: number, lineEnd: number) =>
    card && { at: card.at, line: card.line, endLine: lineEnd, source: text.slice(card.at, end) };
  while (at < text.length) {
    const end = lineEnd(text, at);
    const own = text.slice(at, end);
    if (BEGIN.test(own) && card) yield { ...guestOf(card.lines), ...place(at, line - 1)!, broken: null };
    if (BEGIN.test(own) || (card === null && own.trim() !== "")) card = { at, line, lines: [] };
    card?.lines.push(own);
    if (card && END.test(own)) {
      yield { ...guestOf(card.lines), ...place(end, line)!, broken: null };
      card = null;
    }
    at = end + (text.startsWith("\r\n", end) ? 2 : 1);
    line++;
  }
  if (card) yield { ...guestOf(card.lines), ...place(text.length, line - 1)!, broken: null };
}

function lineEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end++;
  return end;
}

type Card = Omit<WrittenGuest, "line" | "endLine" | "source" | "broken">;

function guestOf(lines: string[]): Card {
  const properties = unfolded(lines).flatMap(propertyOf);
  const texts = (name: string) =>
    properties
      .filter((one) => one.name === name)
      .map((one) => unescaped(one.value).trim())
      .filter(Boolean);
  const [name = ""] = [
    ...texts("FN"),
    ...namesOf(properties),
    ...texts("NICKNAME"),
    ...texts("ORG").map((org) => org.replaceAll(";", " ").trim()),
  ];
  const emails = properties.filter((one) => one.name === "EMAIL").toSorted((a, b) => Number(isPreferred(b)) - Number(isPreferred(a)));
  const addresses = emails
    .map((one) =>
      unescaped(one.value)
        .replace(/^mailto:/i, "")
        .trim(),
    )
    .filter(Boolean);
  return { name, emails: addresses, phone: "", plusOnes: "", partySize: "", locale: "", no: "", leftOver: "" };
}

/** `N:Lovelace;Ada;King;Dr.;` is read as given, additional, family name. */
function namesOf(properties: Property[]): string[] {
  return properties
    .filter((one) => one.name === "N")
    .map(({ value }) => value.split(/(?<!\\);/).map((part) => unescaped(part).replaceAll(",", " ").trim()))
    .map(([family = "", given = "", additional = ""]) => [given, additional, family].filter(Boolean).join(" "))
    .filter(Boolean);
}

function isPreferred({ parameters }: Property): boolean {
  return /(?:^|[;,=])pref(?:=1)?(?:$|[;,])/i.test(parameters);
}

/** Long lines go on in the next one: after a space, or in quoted-printable after `=`. */
function unfolded(lines: string[]): string[] {
  const whole: string[][] = [];
  let isSoft = false;
  for (const line of lines) {
    const last = whole.at(-1);
    if (last && (isSoft || /^[ \t]/.test(line))) last.push(isSoft ? line.trimStart() : line.slice(1));
    else whole.push([line]);
    const isQuoted = /^[^:]{0,200}quoted-printable/i.test(whole.at(-1)?.[0] ?? "");
    isSoft = isQuoted && line.endsWith("=");
    if (isSoft) whole.at(-1)?.splice(-1, 1, (whole.at(-1)?.at(-1) ?? "").slice(0, -1));
  }
  return whole.map((parts) => parts.join(""));
}

function propertyOf(line: string): Property[] {
  const found = /^(?:[\w-]{1,40}\.)?([A-Za-z-]{1,40})((?:;(?:"[^"]{0,300}"|[^":]){0,300})?):/.exec(line);
  if (!found) return [];
  const [head, name = "", parameters = ""] = found;
  const value = line.slice(head.length);
  return [{ name: name.toUpperCase(), parameters, value: /quoted-printable/i.test(parameters) ? unquoted(value, parameters) : value }];
}

function unquoted(value: string, parameters: string): string {
  const bytes: number[] = [];
  for (const part of value.split(/(=[\da-f]{2})/i)) {
    if (/^=[\da-f]{2}$/i.test(part)) bytes.push(Number.parseInt(part.slice(1), 16));
    else for (const byte of new TextEncoder().encode(part)) bytes.push(byte);
  }
  const [, charset = "utf-8"] = /charset="?([\w-]{1,30})/i.exec(parameters) ?? [];
  try {
    return new TextDecoder(charset).decode(Uint8Array.from(bytes));
  } catch {
    return new TextDecoder().decode(Uint8Array.from(bytes));
  }
}

function unescaped(value: string): string {
  return value.replace(/\\n/gi, " ").replace(/\\([\\,;:])/g, "$1");
}
