import { expect, test } from "vitest";
import { formattingLocale, preferredLocale } from "./i18n.ts";

test("a language chosen before wins over the browser's", () => {
  expect(preferredLocale("a=1; locale=de", ["en-US"])).toBe("de");
});

test("without a choice the first language we speak is shown, whatever its region", () => {
  expect(preferredLocale("", ["fr-FR", "de-AT", "en-US"])).toBe("de");
  expect(preferredLocale("locale=xx", ["fr-FR"])).toBe("en");
});

test("dates follow the reader's own region", () => {
  expect(formattingLocale("en", ["de-DE", "en-GB"])).toBe("en-GB");
  expect(formattingLocale("de", ["en-GB"])).toBe("de");
});
