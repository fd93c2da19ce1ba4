// npm run torture -- [options]: real servers, a real database, and everything that can go wrong between them. --help tells more.
import { buildWeb, endWithChildren, prepare, run } from "./surroundings.mjs";

endWithChildren();
const surroundings = await prepare();
const options = process.argv.slice(2);
const isSimulated = options.includes("--simulate") || options.includes("--mutants");
if (!isSimulated) await buildWeb(surroundings); // pages that links lead to are rendered into it
const { code } = await run(surroundings.node, ["torture/src/main.ts", ...options], { env: surroundings.env });
process.exit(code);
