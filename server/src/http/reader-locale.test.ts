import { expect, test } from "vitest";
import { readerLocale } from "./reader-locale.ts";

test.each([
  [{}, "en"],
  [{ "accept-language": "de-AT,de;q=0.9,en;q=0.8" }, "de"],
  [{ "accept-language": "pt-PT, de;q=0.5" }, "de"],
  [{ "accept-language": "pt-PT" }, "en"],
  [{ "accept-language": "de", cookie: "visit=x; locale=en" }, "en"],
  [{ "accept-language": "en", cookie: "locale=de" }, "de"],
  [{ "accept-language": "en", cookie: "locale=../../etc" }, "en"],
])("%o reads %s", (headers, locale) => expect(readerLocale(headers)).toBe(locale));
