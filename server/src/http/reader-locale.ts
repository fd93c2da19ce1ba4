import type { IncomingHttpHeaders } from "node:http";
import type { Locale } from "@turnout/contract/locale";

type ReaderHeaders = Pick<IncomingHttpHeaders, "cookie" | "accept-language">;

/** The language in which this browser shows pages. */
export const readerLocale = (headers: ReaderHeaders): Locale => readerLanguage(headers) ?? "en";

/** The language chosen in this browser, or the first supported one in `Accept-Language`. Null if it names none of ours, as what looks into links does. */
export function readerLanguage(headers: ReaderHeaders): Locale | null {
  const chosen = /(?:^|; )locale=(en|de)\b/.exec(headers.cookie ?? "")?.[1];
  const wanted = (headers["accept-language"] ?? "").split(",").map((tag) => tag.trim().slice(0, 2).toLowerCase());
  return [chosen, ...wanted].find((tag) => tag === "en" || tag === "de") ?? null;
}

/** By which emails to this reader are written. */
export const readerPreferences = (headers: ReaderHeaders) => ({ language: readerLanguage(headers), region: readerRegion(headers) });

/** The region in `Accept-Language`, by which dates are written: `GB` of `en-GB`. Null if there is none. */
export function readerRegion(headers: Pick<IncomingHttpHeaders, "accept-language">): string | null {
  const [, region] =
    /(?:^|,)\s*[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})(?=[\s,;-]|$)/i.exec((headers["accept-language"] ?? "").slice(0, 200)) ?? [];
  return region?.toUpperCase() ?? null;
}
