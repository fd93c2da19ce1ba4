import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (...path: string[]) => readFileSync(join(import.meta.dirname, "../../..", ...path), "utf8");

/** What decides on what is done on an event's page: on answers and on the conversation. */
const deciding = [
  ...["answering", "access", "policy", "question-answers", "same-viewer"].map((name) => `server/src/guests/${name}.ts`),
  "server/src/events/policy.ts",
  ...readdirSync(join(import.meta.dirname, "../../../server/src/chat"))
    .filter((name) => name.endsWith(".ts") && !name.includes("test"))
    .map((name) => `server/src/chat/${name}`),
];
/** No reader can do anything about these: `words` has its last sentence for them. */
const WORDLESS = ["command_id_reused"];

test("the event page has words for every refusal of an answer or in the conversation", () => {
  const words = read("web/src/api/use-guest-refusal-words.ts");
  const codes = deciding.flatMap((file) => [...read(file).matchAll(/\brefuse\("(\w+)"/g)].map(([, code]) => code!));
  expect(new Set(codes).size).toBeGreaterThan(14);
  const missing = [...new Set(codes)].filter((code) => !WORDLESS.includes(code) && !new RegExp(`^ +${code}:`, "m").test(words));
  expect(missing).toEqual([]);
});
