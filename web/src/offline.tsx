import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { createRoot } from "react-dom/client";
import { loadWords, preferredLocale, showLocale } from "./i18n.ts";
import { OfflinePage } from "./pages/offline.tsx";
import "./ui/theme.css";

/** The page the service worker shows when the network is away. It comes from the cache, under whatever address was asked for. */
async function start() {
  await Promise.all([showLocale(preferredLocale()), loadWords("offline")]);
  createRoot(document.getElementById("root")!).render(
    <I18nProvider i18n={i18n}>
      <OfflinePage />
    </I18nProvider>,
  );
}

addEventListener("online", () => location.reload());
void start();
