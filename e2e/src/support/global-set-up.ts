import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { findChromium, type Chromium } from "./find-chromium.ts";
import { startServer } from "./server-process.ts";

declare module "vitest" {
  export interface ProvidedContext {
    chromium: Chromium;
    /** Of the server that most journeys share; it has the example event. */
    url: string;
    /** Opens the example event's host account. */
    examplePassword: string;
    /** What the server told whoever started it. */
    said: string;
  }
}

/** Unpacks Chromium once, before several test files could try at the same time, and starts the server that journeys share. */
export default async function setUp(project: TestProject) {
  if (!existsSync(resolve(import.meta.dirname, "../../../web/dist/index.html")))
    throw new Error("the web app is not built: npm run build -w web");
  const [chromium, server] = await Promise.all([findChromium(), startServer({ SEED: "yes" })]);
  project.provide("chromium", chromium);
  project.provide("url", server.url);
  project.provide("examplePassword", /sign-in {2}ada@example\.org {2}(\S+)/.exec(server.said())?.[1] ?? "");
  project.provide("said", server.said());
  return () => server.close();
}
