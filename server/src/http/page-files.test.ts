import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { htmlText } from "./html.ts";
import { createPageFiles } from "./page-files.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "turnout-files-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("a page's scripts, styles and texts in the reader's language are preloaded, except those in the document already", () => {
  mkdirSync(join(folder, ".vite"));
  writeFileSync(
    join(folder, ".vite/manifest.json"),
    JSON.stringify({
      "index.html": { file: "assets/index.js", imports: ["_kit.js"], css: ["assets/index.css"] },
      "_kit.js": { file: "assets/kit.js", css: ["assets/kit.css"] },
      "_live.js": { file: "assets/live.js", imports: ["_kit.js"] },
      "src/pages/event-page.tsx": {
        file: "assets/event.js",
        imports: ["_live.js", "index.html"],
        css: ["assets/event.css", "assets/kit.css"],
      },
      "src/locales/de.po?part=shell": { file: "assets/de-1.js" },
      "src/locales/de.po?part=event-page": { file: "assets/de-2.js" },
      "src/locales/en.po?part=event-page": { file: "assets/en-2.js" },
    }),
  );
  const announced = htmlText(createPageFiles(folder)("event-page", "de").announcements);
  const addresses = [...announced.matchAll(/<link rel="(\w+)"[^>]* href="([^"]+)"/g)].map(([, rel, address]) => `${rel} ${address}`);
  expect(addresses.toSorted()).toEqual([
    "modulepreload /assets/de-1.js",
    "modulepreload /assets/de-2.js",
    "modulepreload /assets/event.js",
    "modulepreload /assets/live.js",
    "preload /assets/event.css",
  ]);
});

test("a component that is shown at once is preloaded with its page, and with the words of such components", () => {
  mkdirSync(join(folder, ".vite"));
  writeFileSync(
    join(folder, ".vite/manifest.json"),
    JSON.stringify({
      "index.html": { file: "assets/index.js" },
      "_message.js": { file: "assets/message.js", css: ["assets/message.css"] },
      "src/pages/event-page.tsx": { file: "assets/event.js" },
      "src/events/event-gone.tsx": { file: "assets/gone.js", imports: ["_message.js"] },
      "src/locales/de.po?part=on-demand": { file: "assets/de-3.js" },
    }),
  );
  const filesOf = createPageFiles(folder);
  const announced = (part?: string) =>
    [...htmlText(filesOf("event-page", "de", part).announcements).matchAll(/href="([^"]+)"/g)].map(([, address]) => address);
  expect(announced()).toEqual(["/assets/event.js"]);
  const more = ["/assets/gone.js", "/assets/message.js", "/assets/de-3.js", "/assets/message.css"];
  expect(announced("events/event-gone").toSorted()).toEqual(["/assets/event.js", ...more].toSorted());
});

test("without a built web app nothing is preloaded", () => {
  expect(htmlText(createPageFiles(folder)("event-page", "en").announcements)).toBe("");
});
