import type { Messages } from "@lingui/core";
import type { Locale } from "@turnout/contract/locale";

/** Each language's words, by page (`pages/<part>.tsx`), and `shell`: those of all pages. Filled in by `split-catalogs.ts`. */
export const catalogs: Record<Locale, Record<string, () => Promise<{ messages: Messages }>>> = { en: {}, de: {} };
