// npm run bench [scenario …]: speed beside plain alternatives, in the same run. No scenario means all.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildWeb, endWithChildren, prepare, run } from "./surroundings.mjs";

endWithChildren();
const surroundings = await prepare();
const args = process.argv.slice(2);
// Pages are measured with the built app.
const named = args.filter(
  (arg, index) => !arg.startsWith("-") && !["--peers", "--rounds", "--mails", "--against"].includes(args[index - 1]),
);
const hasPages = named.length === 0 || named.some((name) => ["read", "arrival", "rush-over-http", "mail"].includes(name));
const before = args.includes("--against") ? args[args.indexOf("--against") + 1] : null;
if (hasPages || before) await buildWeb(surroundings);
if (before) await buildOther(before);
const { code } = await run(surroundings.node, ["bench/src/main.ts", ...args], { env: surroundings.env });
process.exit(code);

/** Builds the web app of the other checkout, so that both serve their own pages. */
async function buildOther(folder) {
  if (!existsSync(join(folder, "web")) || existsSync(join(folder, "web/dist/index.html"))) return;
  console.log(`Building the web app of ${folder} …`);
  const vite = join(resolve(folder), "node_modules/vite/bin/vite.js");
  await run(surroundings.node, [vite, "build", "--logLevel", "warn"], { cwd: join(folder, "web"), env: surroundings.env });
}
