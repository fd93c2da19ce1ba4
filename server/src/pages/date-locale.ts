import type { IncomingHttpHeaders } from "node:http";
import { formatLocal } from "@turnout/contract/event-time";
import type { Locale } from "@turnout/contract/locale";
import { DATE_FORMATS } from "./dates.ts";

/** Longest part of `Accept-Language` that is read, in characters. */
const MAX_HEADER = 200;

/** What variants are compared by: every month, both halves of the day, days and hours with one digit and with two. */
const SAMPLES = Array.from(
  { length: 12 },
  (_, month) => `2027-${String(month + 1).padStart(2, "0")}-${month % 2 ? "02T09:05" : "18T19:00"}`,
);

/** At most one for each region's code, in each of our languages. */
const standIns = new Map<string, string>();
const byDates = new Map<string, string>();

/**
 * The variant of the page's language (`en-GB`) that its dates are written in: the first in `Accept-Language`, which is what the web
 * app takes (`formattingLocale`), so that no date changes when it takes over. Of variants that write everything alike it is always
 * the same one, since a process keeps the page of each.
 */
export function dateLocale(headers: Pick<IncomingHttpHeaders, "accept-language">, locale: Locale): string {
  const tags = (headers["accept-language"] ?? "").slice(0, MAX_HEADER).split(",");
  const wanted = tags.map((tag) => tag.split(";")[0]!.trim()).find((tag) => tag.startsWith(locale));
  const plain = standInFor(locale);
  return wanted && /^[a-z]{2}-[A-Z]{2}$/.test(wanted) ? standInFor(wanted) : plain;
}

function standInFor(tag: string): string {
  const known = standIns.get(tag);
  if (known) return known;
  const dates = datesIn(tag);
  const standIn = byDates.get(dates) ?? tag;
  byDates.set(dates, standIn);
  standIns.set(tag, standIn);
  return standIn;
}

/** Lists of names differ too: in the comma before the last one. */
function datesIn(tag: string): string {
  const dates = SAMPLES.flatMap((local) => DATE_FORMATS.map((format) => formatLocal(local, tag, format)));
  return [...dates, new Intl.ListFormat(tag, { type: "conjunction" }).format(["1", "2", "3"])].join(" | ");
}
