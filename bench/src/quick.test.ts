import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("every benchmark runs, and nothing is lost, out of order or sold twice in any", { timeout: 300_000 }, async () => {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [main, "--quick", "--peers", "off"]);
  expect(stdout).toContain("Charts:");
  expect(stdout).not.toContain("BROKEN");
});
