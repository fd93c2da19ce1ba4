import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./surroundings.mjs";

/** Words that the glossary replaces, and the folders that are free of them. Folders are added, never taken away. */
const replaced = [
  { words: /\b\w*(follower|newcomer|outlet)s?\w*\b/i, within: ["server/src/realtime", "torture/src/mutants", "torture/src/simulation"] },
  { words: /\b(sweep\w*|reachBack\w*|turnAway|bringOn)\b/, within: ["server/src/realtime"] },
  {
    words: /\b(carriers?|openDoor|DoorIsFull|letIn|endInGoodOrder|departure\w*)\b/i,
    within: ["server/src/http", "server/src/events", "server/src/accounts"],
  },
  { words: /\b(lines?|hear|heard|hears|hearer|speaker)\b/, within: ["server/src/realtime"], besides: ["bus-message.ts", "socket.test.ts"] },
  { words: /\bsnapshot.*\bpicture|\bfresh picture\b/, within: ["server/src/realtime", "docs/live-protocol.md"] },
];

function linesWith({ words, within, besides = [] }) {
  const files = within.flatMap((place) => (place.endsWith(".md") ? [place] : globSync(`${place}/**/*.ts`, { cwd: root })));
  return files
    .filter((file) => !besides.some((name) => file.endsWith(name)))
    .flatMap((file) => {
      const lines = readFileSync(join(root, file), "utf8").split("\n");
      return lines.flatMap((line, index) => (words.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
    });
}

test.each(replaced)("$words is said in the glossary's words", (rule) => {
  expect(linesWith(rule)).toEqual([]);
});

test("control: a word that the glossary replaces is found", () => {
  expect(linesWith({ words: /\bsubscribers?\b/, within: ["server/src/realtime"] }).length).toBeGreaterThan(50);
});
