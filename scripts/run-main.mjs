// npm run backup and its like: prepares a checkout, fresh or used, and runs the program of this path with the other arguments.
import { endWithChildren, prepare, run } from "./surroundings.mjs";

endWithChildren({ waits: true });
const { node, env } = await prepare();
const { code } = await run(node, process.argv.slice(2), { env });
process.exit(code);
