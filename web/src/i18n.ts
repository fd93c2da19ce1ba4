import { i18n, type MessageDescriptor, type MessageOptions } from "@lingui/core";
import { isolated } from "@turnout/contract/isolated";
import type { Locale } from "@turnout/contract/locale";
import { catalogs } from "./catalogs.ts";

/** Languages by their own names, in the order of the language menu. */
export const localeNames: Record<Locale, string> = { en: "English", de: "Deutsch" };
export const locales = Object.keys(localeNames) as Locale[];

const ONE_YEAR_S = 31_536_000;

/** Isolates the direction of typed text within translated sentences. */
const say = i18n._.bind(i18n) as (message: string | MessageDescriptor, values?: Values, options?: MessageOptions) => string;
i18n._ = (message: string | MessageDescriptor, values?: Values, options?: MessageOptions) =>
  typeof message === "string" ? say(message, withIsolated(values), options) : say({ ...message, values: withIsolated(message.values) });
i18n.t = i18n._;

type Values = Record<string, unknown>;

function withIsolated(values: Values = {}): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? isolated(value) : value]));
}

/** The parts of a catalogue that have been needed so far; `shell` always is. */
const parts = new Map<string, Promise<void>>([["shell", Promise.resolve()]]);
let wanted: Locale | undefined;

/** Loads the needed parts of a language, and switches to it. */
export async function showLocale(locale: Locale) {
  wanted = locale;
  await Promise.all([...parts.keys()].map((part) => load(locale, part)));
  if (wanted !== locale) return;
  i18n.activate(locale);
  document.documentElement.lang = locale;
}

/** Loads the words of a page (`pages/<part>.tsx`) in the language that is shown; `all` is those of all pages. */
export function loadWords(part: string): Promise<void> {
  const loading = parts.get(part) ?? load((wanted ??= preferredLocale()), part);
  parts.set(part, loading);
  loading.catch(() => parts.delete(part)); // the network may be back for the next attempt
  return loading;
}

async function load(locale: Locale, part: string) {
  const { messages } = await catalogs[locale][part]!();
  i18n.load(locale, messages);
}

/** Shows a language and keeps the choice, where the server can read it for pages and emails too. */
export async function chooseLocale(locale: Locale) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `locale=${locale}; Path=/; Max-Age=${ONE_YEAR_S}; SameSite=Lax${secure}`;
  await showLocale(locale);
}

/** The language chosen before, or else the first supported one of the browser's. */
export function preferredLocale(cookie = document.cookie, wanted: readonly string[] = navigator.languages): Locale {
  const chosen = /(?:^|; )locale=(\w+)/.exec(cookie)?.[1];
  const candidates = [chosen, ...wanted].map((tag) => tag?.slice(0, 2).toLowerCase());
  return locales.find((locale) => locale === candidates.find((tag) => locales.includes(tag as Locale))) ?? "en";
}

/** For dates and numbers: the browser's own variant of our language (en-GB, de-AT) when it has one. */
export function formattingLocale(locale: string = i18n.locale, wanted: readonly string[] = navigator.languages) {
  return wanted.find((tag) => tag.startsWith(locale)) ?? locale;
}
