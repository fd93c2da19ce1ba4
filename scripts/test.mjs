// npm test: everything, from types to browser journeys, with all of its own set-up.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runChecks } from "./checks.mjs";
import { finish } from "./finish.mjs";
import { buildWeb, endWithChildren, prepare, root, run } from "./surroundings.mjs";

/** Seeds move on every day, so that a year of runs looks at a year of schedules. The same day again: TEST_DAY=N npm test. */
const day = Number(process.env.TEST_DAY ?? Math.floor(Date.now() / 86_400_000));

/** Programs that judge themselves: each counts as one. Those of a lane run one after the other, beside the other lane. */
const lanes = [
  [
    ["Faults, simulated", ["--simulate", "20000", "--seed", String(day * 20_000)]],
    ["Faults on purpose in the product, each to be found", ["--mutants"]],
  ],
  // Real processes spend their time waiting for each other, and leave room for what computes.
  [
    ["Faults of real processes", ["--rounds", "30", "--seed", String(day * 30)]],
    ["Faults of real processes, and a standby that takes over", ["--rounds", "6", "--seed", String(day * 6), "--standby"]],
  ],
];

endWithChildren();
await finish(async () => {
  const surroundings = await prepare();
  const stages = [];
  announce("Checks");
  stages.push(await runChecks(surroundings));
  announce("Rules, database, protocol");
  stages.push(await runVitest(surroundings, "vitest.config.ts"));
  announce("Browser journeys");
  await buildWeb(surroundings);
  stages.push(await runVitest(surroundings, "e2e/vitest.config.ts"));
  announce(`Faults of all kinds, with the seeds of day ${day}`);
  const trials = await Promise.all(lanes.map((lane) => runLane(surroundings, lane)));
  return [...stages, ...trials.flat()];
});

function announce(title) {
  console.log(`\n${title}`);
}

async function runLane({ node, env }, lane) {
  const results = [];
  for (const [title, args] of lane) {
    announce(title);
    const { code } = await run(node, ["torture/src/main.ts", ...args], { env });
    console.log(`${code === 0 ? "✓" : "✗"} ${title}`);
    results.push({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 });
  }
  return results;
}

/** Runs one configuration's tests and counts them from its own report. */
async function runVitest({ node, env }, config) {
  const report = join(root, ".cache", `${config.replaceAll("/", "-")}.json`);
  mkdirSync(join(root, ".cache"), { recursive: true });
  rmSync(report, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const { code } = await run(
    node,
    [vitest, "run", "--config", config, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    { env },
  );
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests: passed, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
  // A file that could not be loaded has no tests to fail, and an error outside of all tests belongs to none.
  const brokenFiles = testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((one) => one.status !== "failed"),
  ).length;
  const failed = numFailedTests + brokenFiles;
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}
