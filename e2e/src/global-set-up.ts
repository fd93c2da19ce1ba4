import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { findChromium, type Chromium } from "./find-chromium.ts";

declare module "vitest" {
  export interface ProvidedContext {
    chromium: Chromium;
  }
}

/** Unpacks Chromium once, before several test files could try at the same time. */
export default async function setUp(project: TestProject) {
  if (!existsSync(resolve(import.meta.dirname, "../../web/dist/index.html")))
    throw new Error("the web app is not built: npm run build -w web");
  project.provide("chromium", await findChromium());
}
