import { i18n } from "@lingui/core";
import type { Locale } from "@turnout/contract/locale";

/** Languages by their own names, in the order of the language menu. */
export const localeNames: Record<Locale, string> = { en: "English", de: "Deutsch" };
export const locales = Object.keys(localeNames) as Locale[];

const catalogs = {
  en: () => import("./locales/en.po"),
  de: () => import("./locales/de.po"),
} satisfies Record<Locale, unknown>;

const ONE_YEAR_S = 31_536_000;

/** Loads a language and shows everything in it. */
export async function showLocale(locale: Locale) {
  const { messages } = await catalogs[locale]();
  i18n.loadAndActivate({ locale, messages });
  document.documentElement.lang = locale;
}

/** Shows a language and keeps the choice, where the server can read it for pages and mails too. */
export async function chooseLocale(locale: Locale) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `locale=${locale}; Path=/; Max-Age=${ONE_YEAR_S}; SameSite=Lax${secure}`;
  await showLocale(locale);
}

/** The language chosen before, or else the first one we speak of those the browser asks for. */
export function preferredLocale(cookie = document.cookie, wanted: readonly string[] = navigator.languages): Locale {
  const chosen = /(?:^|; )locale=(\w+)/.exec(cookie)?.[1];
  const candidates = [chosen, ...wanted].map((tag) => tag?.slice(0, 2).toLowerCase());
  return locales.find((locale) => locale === candidates.find((tag) => locales.includes(tag as Locale))) ?? "en";
}

/** For dates and numbers: the browser's own variant of our language (en-GB, de-AT) when it has one. */
export function formattingLocale(locale: string = i18n.locale, wanted: readonly string[] = navigator.languages) {
  return wanted.find((tag) => tag.startsWith(locale)) ?? locale;
}
