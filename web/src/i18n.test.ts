import { i18n } from "@lingui/core";
import { expect, test } from "vitest";
import { formattingLocale, preferredLocale } from "./i18n.ts";

test("a language chosen before wins over the browser's", () => {
  expect(preferredLocale("a=1; locale=de", ["en-US"])).toBe("de");
});

test("without a choice the first supported language is shown, whatever its region", () => {
  expect(preferredLocale("", ["fr-FR", "de-AT", "en-US"])).toBe("de");
  expect(preferredLocale("locale=xx", ["fr-FR"])).toBe("en");
});

test("dates follow the reader's own region", () => {
  expect(formattingLocale("en", ["de-DE", "en-GB"])).toBe("en-GB");
  expect(formattingLocale("de", ["en-GB"])).toBe("de");
});

test("typed text is isolated in a sentence of the other direction, and nowhere else", () => {
  i18n.loadAndActivate({ locale: "en", messages: { greet: ["Hello ", ["name"], "!"] } });
  for (const say of [
    (values: object) => i18n._("greet", { ...values }),
    (values: object) => i18n._({ id: "greet", values: { ...values } }),
  ]) {
    expect(say({ name: "سارة" })).toBe("Hello \u2068سارة\u2069!");
    expect(say({ name: "Grace" })).toBe("Hello Grace!");
    expect(say({ name: 3 })).toBe("Hello 3!");
  }
});
