import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { setTimeFromPage } from "./clock.ts";
import { preferredLocale, showLocale } from "./i18n.ts";
import { registerServiceWorker } from "./register-service-worker.ts";
import { preloadPage, Routes } from "./routes.tsx";
import { Announcer } from "./ui/announcer.tsx";
import { ErrorBoundary } from "./ui/error-boundary.tsx";
import { Toasts } from "./ui/toasts.tsx";
import { keepTranslationsTrue } from "./ui/translated-text.ts";
import "./ui/theme.css";

/** Until language and page are here, the server's readable page stays on the screen. */
async function start() {
  setTimeFromPage();
  keepTranslationsTrue(document.body);
  await Promise.all([showLocale(preferredLocale()), preloadPage(location.pathname), firstPaint()]);
  createRoot(document.getElementById("root")!).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <ErrorBoundary>
          <Routes />
        </ErrorBoundary>
        <Toasts />
        <Announcer />
      </I18nProvider>
    </StrictMode>,
  );
  void import("./ui/by-keyboard.ts").then(({ goByKeyboard }) => goByKeyboard());
}

/** Rendering takes a slow phone a while, so the server's HTML is painted first. A background page paints nothing. */
function firstPaint(): Promise<void> {
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

void start();

if (import.meta.env.PROD) void registerServiceWorker();
