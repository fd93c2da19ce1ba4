// The checks that need no server and no browser. Each counts as one, in `npm run check` and in `npm test`.
import { RULED } from "../.dependency-cruiser.mjs";
import { buildWeb, run } from "./surroundings.mjs";

/** How many lines of each failure the list at the end repeats. */
const LISTED_LINES = 12;

/** Needs the built web app. */
const SIZE = "scripts/size-budget.mjs";

/** @type {[name: string, args: string[]][]} */
const checks = [
  ["types", ["node_modules/typescript/bin/tsc", "-b"]],
  ["lint", ["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"]],
  ["format", ["node_modules/oxfmt/bin/oxfmt", "--check"]],
  ["dependency rules", ["node_modules/dependency-cruiser/bin/dependency-cruiser.mjs", "--config", ".dependency-cruiser.mjs", ...RULED]],
  ["dependencies that nothing uses", ["node_modules/knip/bin/knip.js", "--dependencies"]],
  ["translations", ["scripts/translations.mjs"]],
  ["commit subjects", ["scripts/commit-subjects.mjs"]],
  ["size of the pages", [SIZE]],
  ["generated files", ["tools/codegen/generate.ts", "--check"]],
];

/** Runs all checks, also after a failure, and returns how many passed. */
export async function runChecks(surroundings) {
  const { node, env, yields = false } = surroundings;
  let passed = 0;
  const failures = [];
  for (const [name, args] of checks) {
    const began = Date.now();
    if (args[0] === SIZE) await buildWeb(surroundings);
    const { code, output } = await run(node, args, { env, quiet: true, yields });
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`${code === 0 ? "✓" : "✗"} ${name} (${seconds} s)`);
    if (code === 0) passed++;
    else {
      console.log(output.trimEnd());
      failures.push(`${name}\n${endOf(output)}`);
    }
  }
  return { passed, failed: failures.length, failures };
}

/** The last lines of a program's output, for the list of what failed. */
export const endOf = (output) => indented(output.trimEnd().split("\n").slice(-LISTED_LINES));

/** The first lines of an error: its message stands there. */
export const beginningOf = (error) => indented(error.split("\n").slice(0, LISTED_LINES));

const indented = (lines) => lines.map((line) => `    ${line.slice(0, 300)}`).join("\n");
