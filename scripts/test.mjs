// npm test: everything, from types to browser journeys, with all of its own set-up.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runChecks } from "./checks.mjs";
import { finish } from "./finish.mjs";
import { buildWeb, endWithChildren, prepare, root, run } from "./surroundings.mjs";

/** Programs that judge themselves: each counts as one, and says more of what it found. Seeds are fixed: what is red once is red again. */
const trials = [
  ["Faults, simulated", ["torture/src/main.ts", "--simulate", "20000", "--seed", "1"]],
  ["Faults on purpose in the product, each to be found", ["torture/src/main.ts", "--mutants"]],
  ["Faults of real processes", ["torture/src/main.ts", "--rounds", "30", "--seed", "1"]],
  ["Faults of real processes, and a standby that takes over", ["torture/src/main.ts", "--rounds", "6", "--seed", "1", "--standby"]],
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
  for (const [title, args] of trials) {
    announce(title);
    stages.push(await runTrial(surroundings, args));
  }
  return stages;
});

function announce(title) {
  console.log(`\n${title}`);
}

async function runTrial({ node, env }, args) {
  const { code } = await run(node, args, { env });
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
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
