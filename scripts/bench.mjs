// npm run bench [scenario …]: speed beside plain alternatives, in the same run. No scenario means all.
import { buildWeb, endWithChildren, prepare, run } from "./surroundings.mjs";

endWithChildren();
const surroundings = await prepare();
const args = process.argv.slice(2);
// Pages are measured with the app in them, as people get them.
const named = args.filter((arg, index) => !arg.startsWith("-") && !["--peers", "--rounds"].includes(args[index - 1]));
if (named.length === 0 || named.includes("read")) await buildWeb(surroundings);
const { code } = await run(surroundings.node, ["bench/src/main.ts", ...args], { env: surroundings.env });
process.exit(code);
