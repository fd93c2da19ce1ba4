// npm run bench [scenario …]: speed beside plain alternatives, in the same run. No scenario means all.
import { endWithChildren, prepare, run } from "./surroundings.mjs";

endWithChildren();
const { node, env } = await prepare();
const { code } = await run(node, ["bench/src/main.ts", ...process.argv.slice(2)], { env });
process.exit(code);
