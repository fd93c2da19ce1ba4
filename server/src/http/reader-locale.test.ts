import { expect, test } from "vitest";
import { readerLanguage, readerLocale, readerRegion } from "./reader-locale.ts";

test.each([
  [{}, "en"],
  [{ "accept-language": "de-AT,de;q=0.9,en;q=0.8" }, "de"],
  [{ "accept-language": "pt-PT, de;q=0.5" }, "de"],
  [{ "accept-language": "pt-PT" }, "en"],
  [{ "accept-language": "de", cookie: "visit=x; locale=en" }, "en"],
  [{ "accept-language": "en", cookie: "locale=de" }, "de"],
  [{ "accept-language": "en", cookie: "locale=../../etc" }, "en"],
])("%o reads %s", (headers, locale) => expect(readerLocale(headers)).toBe(locale));

test("of a browser that names no language of ours none is known", () => {
  expect(readerLanguage({})).toBeNull();
  expect(readerLanguage({ "accept-language": "pt-PT" })).toBeNull();
  expect(readerLanguage({ "accept-language": "pt-PT, de;q=0.5" })).toBe("de");
});

test.each([
  ["en-GB,en;q=0.9,en-US;q=0.8", "GB"],
  ["en, en-us;q=0.5", "US"],
  ["zh-Hant-TW,zh;q=0.9", "TW"],
  ["de-DE", "DE"],
  ["en", null],
  ["es-419,es;q=0.9", null],
  ["en-GBX", null],
  [undefined, null],
])("%o writes dates for %o", (languages, region) => {
  expect(readerRegion(languages === undefined ? {} : { "accept-language": languages })).toBe(region);
});
