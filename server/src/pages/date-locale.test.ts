import { formatLocal } from "@turnout/contract/event-time";
import { expect, test } from "vitest";
import { dateLocale } from "./date-locale.ts";
import { DATE_FORMATS } from "./dates.ts";

const localeFor = (header: string | undefined, locale: "en" | "de" = "en") =>
  dateLocale({ ...(header !== undefined && { "accept-language": header }) }, locale);

/** From each group of regions that write English or German dates alike, and some that are in no such group. */
const regions = "US GB AU NZ CA IE IN ZA SG HK PH JP BI AE IL FI DK SE NL ID BZ BW AG MT KE AT DE CH LI LU IT BE XX QQ".split(" ");

/** Days that no sample names, in words. */
const said = (tag: string) =>
  ["2030-01-31T00:00", "2030-05-04T12:30", "2030-09-09T23:59"].flatMap((local) =>
    DATE_FORMATS.map((format) => formatLocal(local, tag, format)),
  );

test("dates follow the first variant of the page's language that the browser names, as in the web app", () => {
  expect(said(localeFor("de-DE,en-GB;q=0.9,en-US;q=0.8"))).toEqual(said("en-GB"));
  expect(said(localeFor("en-GB,de-AT;q=0.9", "de"))).toEqual(said("de-AT"));
  expect(said(localeFor("en-US,en;q=0.9"))).toEqual(said("en-US"));
  expect(said("en-GB")).not.toEqual(said("en-US"));
});

test("without a variant, or with what is none, dates are the language's own", () => {
  for (const header of [undefined, "", "fr-FR", "en", "en-u-nu-arab", "en-GB-u-ca-buddhist", "en-<b>", "x".repeat(300)])
    expect(localeFor(header)).toBe("en");
  expect(localeFor("en-GB", "de")).toBe("de");
});

test("each region's dates are written as that region writes them, by few variants in all", () => {
  for (const locale of ["en", "de"] as const) {
    const standIns = new Set<string>();
    for (const tag of regions.map((region) => `${locale}-${region}`)) {
      const standIn = localeFor(tag, locale);
      expect(said(standIn), tag).toEqual(said(tag));
      standIns.add(standIn);
    }
    expect(standIns.size).toBeGreaterThan(1);
    expect(standIns.size, "a process keeps a page for each").toBeLessThan(regions.length / 2);
  }
});
