// npm run torture -- [options]: real servers and a real database under injected faults. --help lists the options.
import { buildWeb, endWithChildren, prepare, run } from "./surroundings.mjs";

endWithChildren();
const surroundings = await prepare();
const options = process.argv.slice(2);
const isSimulated = options.includes("--simulate") || options.includes("--mutants");
if (!isSimulated) await buildWeb(surroundings); // links open pages of the built app
const { code } = await run(surroundings.node, ["torture/src/main.ts", ...options], { env: surroundings.env });
process.exit(code);
