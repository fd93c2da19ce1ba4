import { describe, expect, test } from "vitest";
import { countsOf, MAX_FILES_AGAIN, tryAgainAlone } from "./vitest.mjs";

const green = { passed: 4, skipped: 1, failures: [] };
const red = (file) => ({ passed: 3, skipped: 1, failures: [`${file} > holds`] });
const stage = (files, outside = []) => ({ title: "Rules", config: "vitest.config.ts", files, outside });

/** Tries stages again where a second run ends so; returns the figures, and the files that were run. */
async function tried(stages, second) {
  const ran = [];
  const runs = async (_, title, config, only) => {
    ran.push(...only);
    return stage(Object.fromEntries(only.map((file) => [file, second(file)]).filter(([, result]) => result)), second.outside);
  };
  const results = await tryAgainAlone({}, stages, runs);
  return { ran, counts: results.map(countsOf) };
}

describe("a file that failed is run once more, alone", () => {
  test("what passes then is counted as passed, and named", async () => {
    const { ran, counts } = await tried([stage({ a: green, b: red("b") }), stage({ c: green })], () => green);
    expect(ran).toEqual(["b"]);
    expect(counts).toEqual([
      { passed: 8, skipped: 2, failed: 0, failures: [], unsteady: ["b > holds"] },
      { passed: 4, skipped: 1, failed: 0, failures: [], unsteady: [] },
    ]);
  });

  test("what fails again stays failed, beside one that passes", async () => {
    const { counts } = await tried([stage({ a: red("a"), b: red("b") })], (file) => (file === "a" ? red(file) : green));
    expect(counts).toEqual([{ passed: 7, skipped: 2, failed: 1, failures: ["a > holds"], unsteady: ["b > holds"] }]);
  });

  test.each([
    ["is not in the second report", () => undefined],
    ["has no test that passes", () => ({ passed: 0, skipped: 5, failures: [] })],
    ["ran in a run that went wrong outside of its tests", Object.assign(() => green, { outside: ["ended with 1"] })],
  ])("a file stays failed that %s", async (_, second) => {
    const { counts } = await tried([stage({ a: red("a") })], second);
    expect(counts).toEqual([{ passed: 3, skipped: 1, failed: 1, failures: ["a > holds"], unsteady: [] }]);
  });

  test("what went wrong outside of all files stays a failure", async () => {
    const { ran, counts } = await tried([stage({ a: green }, ["no report"])], () => green);
    expect([ran, counts[0]]).toEqual([[], { passed: 4, skipped: 1, failed: 1, failures: ["no report"], unsteady: [] }]);
  });

  test("none is where too many failed, whichever stages they are of", async () => {
    const failed = Array.from({ length: MAX_FILES_AGAIN }, (_, index) => [`a${index}`, red("a")]);
    const { ran, counts } = await tried([stage(Object.fromEntries(failed)), stage({ b: red("b") })], () => green);
    expect([ran, counts.map((count) => count.failed)]).toEqual([[], [MAX_FILES_AGAIN, 1]]);
    expect((await tried([stage(Object.fromEntries(failed))], () => green)).ran).toHaveLength(MAX_FILES_AGAIN);
  });
});
