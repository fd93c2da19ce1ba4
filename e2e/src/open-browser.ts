import { chromium, type Browser } from "playwright-core";
import { inject } from "vitest";

/** A browser of this test's own. Whoever opens it closes it. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch(inject("chromium"));
}
