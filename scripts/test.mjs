// npm test: everything, from types to browser journeys, with its own set-up. npm run test:nightly: the same with many more
// faults. docs/testing.md says what each runs, and what a week of them proves.
import { endOf, runChecks } from "./checks.mjs";
import { finish } from "./finish.mjs";
import { buildWeb, endWithChildren, prepare, run } from "./surroundings.mjs";
import { leftByTests, placeOfTemporary, removeLeft, temporaryFolder } from "./temporary-folder.mjs";
import { trialsOf } from "./trials.mjs";
import { countsOf, runVitest, tryAgainAlone } from "./vitest.mjs";

const isNightly = process.argv.includes("--nightly");
/** Seeds change every day, so that runs do not repeat schedules. To repeat a day: TEST_DAY=N npm test. */
const day = Number(process.env.TEST_DAY ?? Math.floor(Date.now() / 86_400_000));
const trials = trialsOf(day, isNightly);
/** Exit code of a trial that this code has passed before: see torture/src/main.ts. */
const PLAYED_BEFORE = 77;

endWithChildren();
await finish(async () => {
  const surroundings = await prepare();
  const temporary = temporaryFolder(placeOfTemporary({ isNightly }));
  Object.assign(surroundings.env, { TEST_DAY: String(day), TMPDIR: temporary, ...(isNightly && { TEST_NIGHT: "yes" }) });
  // Tests that wait for clocks, browsers and processes have priority; those that only compute use the rest of the processor.
  const computing = inTurn([() => runChecks({ ...surroundings, yields: true }), ...trials.computing.map(playedBy(surroundings, true))]);
  await buildWeb(surroundings);
  // A browser's tests wait for it as often as those of rules wait for the database: side by side, neither leaves a processor idle.
  const rules = runVitest(surroundings, "Rules, database, protocol", "vitest.config.ts");
  const browsers = inTurn([
    () => runVitest(surroundings, "Components in a browser", "web/vitest.config.ts"),
    () => runVitest(surroundings, "Browser journeys", "e2e/vitest.config.ts"),
  ]);
  const processes = browsers.then(() => Promise.all(trials.processes.map((lane) => inTurn(lane.map(playedBy(surroundings, false))))));
  const played = await Promise.all([computing, processes]);
  const stages = [await rules, ...(await browsers)];
  // A night mends nothing: what failed in it is looked at by day.
  const tests = isNightly ? stages : await tryAgainAlone(surroundings, stages, inCleanFolder(temporary));
  const results = [tests.map(countsOf), played, leftIn(temporary)];
  if (isNightly) await run(surroundings.node, ["tools/codegen/generate.ts"], { env: surroundings.env });
  return results;
});

/** Vitest calls no end of a file that fails before its tests are known, so what the first run of failed files left says nothing. */
function inCleanFolder(folder) {
  return (...args) => {
    removeLeft(folder);
    return runVitest(...args);
  };
}

/** Counts as a test: what is left has not been ended either, and the next test runs beside it. */
function leftIn(folder) {
  const left = leftByTests(folder);
  if (left.length === 0) return { passed: 1 };
  console.log(`\n✗ tests left in the temporary folder: ${left.join(", ")}`);
  return { failed: 1, failures: [`temporary folder: ${left.join(", ")}`] };
}

async function inTurn(stages) {
  const results = [];
  for (const stage of stages) results.push(await stage());
  return results;
}

/** A program that judges itself counts as one test. Its output is printed at its end, since several run at a time. */
function playedBy({ node, env }, yields) {
  return ([title, args]) =>
    async () => {
      const began = Date.now();
      const { code, output } = await run(node, ["torture/src/main.ts", ...args], { env, quiet: true, yields });
      const [sign, result] =
        code === 0
          ? ["✓", { passed: 1 }]
          : code === PLAYED_BEFORE
            ? ["↓", { skipped: 1 }]
            : ["✗", { failed: 1, failures: [`${title}\n${endOf(output)}`] }];
      console.log(`\n${title}\n${output.trimEnd()}\n${sign} ${title} (${((Date.now() - began) / 1000).toFixed(0)} s)`);
      return result;
    };
}
