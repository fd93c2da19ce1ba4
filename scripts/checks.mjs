// The checks that need no server and no browser. Each counts as one, in `npm run check` and in `npm test`.
import { buildWeb, run } from "./surroundings.mjs";

/** @type {(workspace: string) => [name: string, args: string[]]} */
const types = (workspace) => [`types: ${workspace}`, ["node_modules/typescript/bin/tsc", "-p", workspace]];

/** Weighs what is built, so the web app is built before it. */
const SIZE = "scripts/size-budget.mjs";

/** @type {[name: string, args: string[]][]} */
const checks = [
  ...["contract", "server", "web", "e2e", "bench", "torture", "tools"].map(types),
  ["lint", ["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"]],
  ["format", ["node_modules/oxfmt/bin/oxfmt", "--check"]],
  [
    "dependency rules",
    [
      "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
      "--config",
      ".dependency-cruiser.mjs",
      "contract/src",
      "server/src",
      "web/src",
      "bench",
      "torture",
      "e2e",
    ],
  ],
  ["dependencies that nothing uses", ["node_modules/knip/bin/knip.js", "--dependencies"]],
  ["translations", ["scripts/translations.mjs"]],
  ["commit subjects", ["scripts/commit-subjects.mjs"]],
  ["size of the pages", [SIZE]],
  ["generated files", ["tools/codegen/generate.ts", "--check"]],
];

/** Runs all checks, whatever fails, and returns how many held. */
export async function runChecks(surroundings) {
  const { node, env, yields = false } = surroundings;
  let passed = 0;
  for (const [name, args] of checks) {
    const began = Date.now();
    if (args[0] === SIZE) await buildWeb(surroundings);
    const { code, output } = await run(node, args, { env, quiet: true, yields });
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`${code === 0 ? "✓" : "✗"} ${name} (${seconds} s)`);
    if (code === 0) passed++;
    else console.log(output.trimEnd());
  }
  return { passed, failed: checks.length - passed };
}
