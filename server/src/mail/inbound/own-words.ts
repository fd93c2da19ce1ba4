import { MAX_GUEST_WORDS } from "@turnout/contract/guest-mail-entries";
import { cleanWords } from "@turnout/contract/text";

/** Most characters of a mail that are looked at for its writer's own words: they stand at its beginning. */
const MAX_READ = 200_000;
/** Most lines above a quote that say whose it is. */
const ATTRIBUTION_LINES = 3;
const CUT_OFF = " […]";

/** What somebody writes in a mail: its text without quotes of earlier ones and without a signature. Empty: nothing of their own. */
export function ownWords({ text, html }: { text?: string | undefined; html?: string | undefined }): string {
  const written = text?.trim() ? text : textOfHtml(html ?? "");
  const lines = cleanWords(written.slice(0, MAX_READ)).split("\n");
  const own = withoutQuotes(lines.slice(0, endOf(lines)));
  const words = own
    .map((line) => line.trimEnd())
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
  if (words.length <= MAX_GUEST_WORDS) return words;
  return `${words.slice(0, MAX_GUEST_WORDS - CUT_OFF.length).toWellFormed()}${CUT_OFF}`;
}

/** Longest line that can be a divider or a header. */
const MAX_MARK = 300;
const FROM_LINE = /^\s*\*?(?:from|von)\s*:/i;
const HEADER_LINE = /^\s*\*?(?:sent|gesendet|date|datum|to|an|subject|betreff|cc)\s*:/i;

/** Where the earlier mail or the signature begins. */
function endOf(lines: string[]): number {
  const end = lines.findIndex((line, index) => {
    if (line.length > MAX_MARK) return false;
    if (isDivider(line) || line === "-- " || line === "--") return true;
    return FROM_LINE.test(line) && lines.slice(index + 1, index + 5).filter((next) => HEADER_LINE.test(next)).length >= 2;
  });
  return end < 0 ? lines.length : end;
}

/** Programs mark where an earlier mail begins by a line of this kind, or by its headers. */
function isDivider(line: string): boolean {
  const mark = line.trim();
  return /^_{8,}$/.test(mark) || (mark.startsWith("---") && mark.endsWith("---") && /[^-]/.test(mark));
}

function withoutQuotes(lines: string[]): string[] {
  const own: string[] = [];
  let isQuoting = false;
  for (const line of lines) {
    const isQuote = line.trimStart().startsWith(">");
    if (isQuote && !isQuoting) dropAttribution(own);
    if (!isQuote) own.push(line);
    isQuoting = isQuote;
  }
  return own;
}

/** "On Friday at 10:00, Ada <ada@example.org> wrote:" above a quote, in whatever language. */
function dropAttribution(own: string[]): void {
  let start = own.length;
  while (start > 0 && own[start - 1]!.trim() === "") start--;
  const end = start;
  while (start > 0 && own[start - 1]!.trim() !== "") start--;
  const said = own.slice(start, end).join(" ");
  if (end - start <= ATTRIBUTION_LINES && /:\s*$/.test(said) && /[\d@]/.test(said)) own.splice(start);
}

/** What quotes begin with in the HTML of mail programs. */
const QUOTE_MARKS = ["<blockquote", 'class="gmail_quote', 'id="divrplyfwdmsg"', 'id="appendonsend"', 'class="moz-cite-prefix"'];
const UNREAD = ["style", "script", "head", "title"];
const BREAKS = /<(?:br|\/p|\/div|\/li|\/tr|\/h\d)\b[^<>]*>/gi;
const TAGS = /<[^<>]*>/g;
const ENTITIES: Record<string, string> = { nbsp: " ", amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function textOfHtml(html: string): string {
  let read = html.slice(0, MAX_READ);
  for (const name of UNREAD) read = withoutElement(read, name);
  const lower = read.toLowerCase();
  const marks = QUOTE_MARKS.map((mark) => lower.indexOf(mark)).filter((at) => at >= 0);
  if (marks.length > 0) read = read.slice(0, Math.max(0, read.lastIndexOf("<", Math.min(...marks))));
  return read
    .replaceAll(/[\r\n]+/g, " ")
    .replaceAll(BREAKS, "\n")
    .replaceAll(TAGS, "")
    .replaceAll(/&(#\d{1,7}|\w{2,6});/g, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? numbered(name) ?? whole)
    .replaceAll(/[ \t\u00a0]+/g, " ")
    .replaceAll(/ ?\n ?/g, "\n");
}

/** Without the elements of this name, with what is in them. */
function withoutElement(html: string, name: string): string {
  const lower = html.toLowerCase();
  let rest = "";
  let at = 0;
  for (let start = lower.indexOf(`<${name}`); start >= 0; start = lower.indexOf(`<${name}`, at)) {
    const end = lower.indexOf(`</${name}`, start);
    rest += html.slice(at, start);
    at = end < 0 ? html.length : end;
    if (end < 0) break;
  }
  return rest + html.slice(at);
}

function numbered(name: string): string | null {
  const code = name.startsWith("#") ? Number(name.slice(1)) : 0;
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null;
}
