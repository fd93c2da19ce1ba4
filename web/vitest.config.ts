import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { findChromium } from "../e2e/src/support/find-chromium.ts";
import { PATIENCE } from "../server/src/testing/patience.ts";
import { appPlugins, resolve } from "./vite.config.ts";

const root = import.meta.dirname;
const { executablePath, args } = await findChromium();

/** Components as people meet them: real React, real styles, both languages, in a browser. Everything else of the app is tested without one. */
export default defineConfig({
  root,
  cacheDir: `${root}/../.cache/components`,
  plugins: appPlugins,
  resolve,
  // All named, and no other: one found while tests run would load the page anew in the middle of a test.
  optimizeDeps: {
    noDiscovery: true,
    include: [
      "@lingui/core",
      "@lingui/react",
      "@tanstack/react-query",
      "@tanstack/react-virtual",
      "fflate",
      "qr",
      "react",
      "react-dom",
      "react-dom/client",
      "react/jsx-dev-runtime",
      "wouter",
    ],
  },
  test: {
    include: ["src/**/*.test.tsx"],
    setupFiles: ["src/testing/set-up.test-support.ts"],
    // A file waits for timers and frames more than it computes: two at a time, also where Vitest would run one.
    maxWorkers: 2,
    // For what hangs: on a busy machine a test of seconds can take minutes.
    testTimeout: 300_000,
    expect: { poll: { timeout: PATIENCE } },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: { executablePath, args },
        contextOptions: { locale: "en-GB", timezoneId: "Europe/Lisbon", reducedMotion: "reduce" },
        actionTimeout: PATIENCE,
      }),
      instances: [{ browser: "chromium", viewport: { width: 1280, height: 900 } }],
    },
  },
});
