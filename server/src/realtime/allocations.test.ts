import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Bytes that may be counted for each subscriber by chance. The smallest object has 24. */
const CHANCE = 8;

test("a round allocates nothing for each of its subscribers, and an object for each would be noticed", () => {
  const program = fileURLToPath(new URL("count-allocations.test-support.ts", import.meta.url));
  const flags = ["--expose-gc", "--min-semi-space-size=512", "--max-semi-space-size=512"];
  const said = execFileSync(process.execPath, [...flags, program], { encoding: "utf8" });
  const { feed, control, sent, kept } = JSON.parse(said) as { feed: number; control: number; sent: number; kept: boolean };

  expect(sent).toBeGreaterThan(1_000_000);
  expect(feed).toBeLessThan(CHANCE);
  expect(kept).toBe(true);
  expect(control).toBeGreaterThan(2 * CHANCE);
});
