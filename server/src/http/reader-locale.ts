import type { IncomingHttpHeaders } from "node:http";
import type { Locale } from "@turnout/contract/locale";

/** The language chosen in this browser, or the first of ours that it asks for. */
export function readerLocale(headers: Pick<IncomingHttpHeaders, "cookie" | "accept-language">): Locale {
  const chosen = /(?:^|; )locale=(en|de)\b/.exec(headers.cookie ?? "")?.[1];
  const wanted = (headers["accept-language"] ?? "").split(",").map((tag) => tag.trim().slice(0, 2).toLowerCase());
  return [chosen, ...wanted].find((tag) => tag === "en" || tag === "de") ?? "en";
}
