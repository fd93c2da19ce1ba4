import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const finish = fileURLToPath(new URL("finish.mjs", import.meta.url));

/** What a command prints whose stages have these results, and its exit code. */
function finished(results) {
  const program = `import { finish } from ${JSON.stringify(finish)}; await finish(async () => ${JSON.stringify(results)});`;
  return new Promise((resolve) => {
    execFile(process.execPath, ["--input-type=module", "-e", program], (error, stdout) => resolve([error?.code ?? 0, stdout]));
  });
}

test("the results add up in the last line, and what failed stands before it", async () => {
  const [code, output] = await finished([
    { passed: 3 },
    { passed: 1, failed: 1, failures: ["a.test.ts > holds\n    expected 1"] },
    { skipped: 2 },
  ]);
  expect(code).toBe(1);
  expect(output.trimEnd().split("\n").slice(-5)).toEqual([
    "Failed:",
    "✗ a.test.ts > holds",
    "    expected 1",
    "",
    "4 passed, 1 failed, 2 skipped",
  ]);
});

test("what failed only beside other work is named, and is no failure", async () => {
  const [code, output] = await finished([{ passed: 3, unsteady: ["a.test.ts > holds"] }]);
  expect([code, output.trimEnd().split("\n")]).toEqual([
    0,
    ["", "Failed beside other work, passed alone:", "~ a.test.ts > holds", "", "3 passed, 0 failed, 0 skipped"],
  ]);
});

test("a stage that ran beside others counts, however deep its result stands", async () => {
  const [code, output] = await finished([[{ passed: 3 }], [[{ passed: 1 }, { failed: 1, failures: ["a round"] }], [[{ skipped: 2 }]]]]);
  expect([code, output.trimEnd().split("\n").at(-1)]).toEqual([1, "4 passed, 1 failed, 2 skipped"]);
});

test("without a failure there is the last line alone", async () => {
  expect(await finished([{ passed: 3 }, { passed: 1 }])).toEqual([0, "4 passed, 0 failed, 0 skipped\n"]);
});

test("a command of which no test ran has failed", async () => {
  expect(await finished([{ skipped: 1 }])).toEqual([1, "0 passed, 0 failed, 1 skipped\n"]);
});
