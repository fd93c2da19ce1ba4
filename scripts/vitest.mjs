// Runs Vitest's configurations for scripts/test.mjs and counts their tests from its reports.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { beginningOf } from "./checks.mjs";
import { root, run } from "./surroundings.mjs";

/** Where more files than these have failed, the machine is not the reason, and none is tried again. */
export const MAX_FILES_AGAIN = 3;

/**
 * Runs one configuration's tests, or those of `only` some files, one file after the other.
 * @returns {Promise<Stage>} what became of each file, and what went wrong outside of all files
 * @typedef {{ title: string, config: string, files: Record<string, FileResult>, outside: string[] }} Stage
 * @typedef {{ passed: number, skipped: number, failures: string[] }} FileResult
 */
export async function runVitest({ node, env }, title, config, only = []) {
  const began = Date.now();
  console.log(`\n${title}`);
  const [report, outsideReport] = ["", ".outside"].map((kind) => join(root, ".cache", `${config.replaceAll("/", "-")}${kind}.json`));
  mkdirSync(join(root, ".cache"), { recursive: true });
  for (const old of [report, outsideReport]) rmSync(old, { force: true });
  const { code } = await run(
    node,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      `--config=${config}`,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      `--reporter=${join(root, "scripts/report-outside.mjs")}`,
      ...(only.length > 0 ? ["--maxWorkers=1", ...only] : []),
    ],
    { env: { ...env, OUTSIDE_REPORT: outsideReport } },
  );
  console.log(`\n${title}: ${((Date.now() - began) / 1000).toFixed(0)} s`);
  if (!existsSync(report) || !existsSync(outsideReport)) return { title, config, files: {}, outside: [`${title}: no report`] };
  const files = filesOf(JSON.parse(readFileSync(report, "utf8")));
  const outside = JSON.parse(readFileSync(outsideReport, "utf8")).map((error) => `${title}, outside of all tests\n${beginningOf(error)}`);
  const all = Object.values(files);
  const isGreen = outside.length === 0 && all.every(({ failures }) => failures.length === 0);
  if (isGreen && (code !== 0 || all.every(({ passed }) => passed === 0)))
    outside.push(`${title}: no test failed, and Vitest ended with ${code}`);
  return { title, config, files, outside };
}

/** What became of each file, by Vitest's JSON report. A file that fails to load has no failed test, and is a failure itself. */
function filesOf({ testResults }) {
  return Object.fromEntries(
    testResults.map(({ name, status, message, assertionResults }) => {
      const file = relative(root, name);
      const failed = assertionResults.filter((test) => test.status === "failed");
      const failures = failed.map((test) => `${file} > ${test.fullName}\n${beginningOf(test.failureMessages.join("\n"))}`);
      if (failures.length === 0 && status === "failed") failures.push(`${file}\n${beginningOf(message)}`);
      const passed = assertionResults.filter((test) => test.status === "passed").length;
      return [file, { passed, skipped: assertionResults.length - passed - failed.length, failures }];
    }),
  );
}

/**
 * Runs files that failed once more, alone, and returns the stage with what became of them then. What failed only beside other work
 * stands in `unsteady`: it is printed, to be mended, and is no failure of the run.
 * @param {Stage[]} stages all of them: the limit of files is for the whole run
 * @param {typeof runVitest} [runs] for tests
 */
export async function tryAgainAlone(surroundings, stages, runs = runVitest) {
  const failedIn = ({ files }) => Object.keys(files).filter((file) => files[file].failures.length > 0);
  const count = stages.flatMap(failedIn).length;
  if (count === 0 || count > MAX_FILES_AGAIN) return stages.map((stage) => ({ ...stage, unsteady: [] }));
  const tried = [];
  for (const stage of stages) {
    const failed = failedIn(stage);
    if (failed.length === 0) {
      tried.push({ ...stage, unsteady: [] });
      continue;
    }
    const again = await runs(surroundings, `${stage.title}, once more: ${failed.join(", ")}`, stage.config, failed);
    const passes = (file) => again.outside.length === 0 && again.files[file]?.failures.length === 0 && again.files[file].passed > 0;
    const steady = failed.filter(passes);
    tried.push({
      ...stage,
      files: { ...stage.files, ...Object.fromEntries(steady.map((file) => [file, again.files[file]])) },
      unsteady: steady.flatMap((file) => stage.files[file].failures),
    });
  }
  return tried;
}

/** A stage's figures, for `finish`. */
export function countsOf({ files, outside, unsteady = [] }) {
  const sum = (of) => Object.values(files).reduce((total, file) => total + of(file), 0);
  const failures = [...Object.values(files).flatMap((file) => file.failures), ...outside];
  return { passed: sum((file) => file.passed), skipped: sum((file) => file.skipped), failed: failures.length, failures, unsteady };
}
