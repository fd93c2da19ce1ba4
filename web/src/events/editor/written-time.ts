import { folded } from "@turnout/contract/folded";

/** The day, month and year of a date in figures, in the order that people of a language write them in. */
function orderOf(locale: string): ("day" | "month" | "year")[] {
  const parts = new Intl.DateTimeFormat(locale, { day: "numeric", month: "numeric", year: "numeric" }).formatToParts(0);
  return parts.flatMap(({ type }) => (type === "day" || type === "month" || type === "year" ? type : []));
}

const pad = (number: number, length = 2) => String(number).padStart(length, "0");

/** A local day, `2027-06-18`, as it is written in a language: "18 Jun 2027". */
export function writtenDay(day: string, locale: string): string {
  const options = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC", calendar: "gregory" } as const;
  return new Intl.DateTimeFormat(locale, { ...options, numberingSystem: "latn" }).format(Date.parse(`${day}T00:00Z`));
}

/** A time of day, `19:00`, as it is written in a language: "7:00 pm". */
export function writtenClock(clock: string, locale: string): string {
  const options = { timeStyle: "short", timeZone: "UTC", numberingSystem: "latn" } as const;
  return new Intl.DateTimeFormat(locale, options).format(Date.parse(`2000-01-01T${clock}Z`));
}

/**
 * The day that somebody wrote, in figures or with the month's name, in their language or in English; null if it is none.
 * Without a year it is the next such day from `today` on.
 */
export function readDay(text: string, locale: string, today: string): string | null {
  const words = folded(text).match(/\d+|\p{L}+/gu) ?? [];
  const numbers = words.filter((word) => /\d/.test(word));
  const months = words.flatMap((word) => monthNamed(word, locale) ?? []);
  if (numbers.some((number) => number.length > 4)) return null;
  const month = months.at(-1);
  if (month !== undefined)
    return numbers.length === 1 || numbers.length === 2 ? dayOfParts(inOrder(numbers, ["day", "year"]), month) : null;
  if (numbers.length !== 2 && numbers.length !== 3) return null;
  const order = numbers[0]!.length === 4 ? (["year", "month", "day"] as const) : orderOf(locale);
  return dayOfParts(inOrder(numbers, numbers.length === 2 ? order.filter((part) => part !== "year") : order));

  function dayOfParts(parts: Parts, named?: number): string | null {
    const { day, month: inFigures } = parts;
    const at = named ?? inFigures;
    if (day === undefined || at === undefined) return null;
    if (parts.year !== undefined) return existing(parts.year < 100 ? 2000 + parts.year : parts.year, at, day);
    const thisYear = Number(today.slice(0, 4));
    const next = existing(thisYear, at, day);
    return next !== null && next >= today ? next : existing(thisYear + 1, at, day);
  }
}

type Parts = Partial<Record<"day" | "month" | "year", number>>;

function inOrder(numbers: string[], order: readonly ("day" | "month" | "year")[]): Parts {
  const yearFirst = order.length === 2 && order[1] === "year" && numbers[0]!.length === 4;
  const places = yearFirst ? order.toReversed() : order;
  return Object.fromEntries(numbers.map((number, index) => [places[index]!, Number(number)]));
}

function existing(year: number, month: number, day: number): string | null {
  const text = `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
  const read = new Date(`${text}T00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text) ? text : null;
}

/** From 1; at least three letters of its name identify a month. */
function monthNamed(word: string, locale: string): number | null {
  if (word.length < 3 || /\d/.test(word)) return null;
  for (const language of [locale, "en"]) {
    for (const style of ["long", "short"] as const) {
      const names = new Intl.DateTimeFormat(language, { month: style, timeZone: "UTC" });
      for (let month = 1; month <= 12; month += 1) {
        const name = folded(names.format(Date.UTC(2000, month - 1, 1))).replace(/\W/g, "");
        if (name.startsWith(word)) return month;
      }
    }
  }
  return null;
}

/** The time of day that somebody wrote: "19:00", "7 pm", "7.30pm", "1900", "19 Uhr"; null if it is none. */
export function readClock(text: string): string | null {
  const words = folded(text)
    .replace(/\s+/g, " ")
    .trim()
    .replace(/([ap])\.? ?m\.?$/, "$1m");
  const found = /^(\d{1,2})(?:[:.h]?(\d{2}))? ?(am|pm|uhr)?$/.exec(words);
  if (!found) return null;
  const [hours, minutes] = [Number(found[1]), Number(found[2] ?? 0)];
  const half = found[3] === "uhr" ? undefined : found[3];
  if (minutes > 59 || (half ? hours < 1 || hours > 12 : hours > 23)) return null;
  return `${pad(half ? (hours % 12) + (half === "pm" ? 12 : 0) : hours)}:${pad(minutes)}`;
}
