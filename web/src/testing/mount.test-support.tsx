import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { type ReactNode, StrictMode } from "react";
import { createRoot, type Root } from "react-dom/client";
import type { Locale } from "@turnout/contract/locale";
import { loadWords, showLocale } from "../i18n.ts";
import { Announcer } from "../ui/announcer.tsx";
import { Toasts } from "../ui/toasts.tsx";

let root: Root | undefined;

/** Shows something as `main.tsx` shows the app: strictly, in one language, with what reads aloud and what tells of success. */
export async function mount(shown: ReactNode, locale: Locale = "en"): Promise<void> {
  await Promise.all([showLocale(locale), loadWords("all")]);
  const place = document.body.appendChild(document.createElement("div"));
  root = createRoot(place);
  root.render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        {shown}
        <Toasts />
        <Announcer />
      </I18nProvider>
    </StrictMode>,
  );
}

export function unmount(): void {
  root?.unmount();
  root = undefined;
  document.body.replaceChildren();
}
