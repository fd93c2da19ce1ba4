// npm run ops -- <command>: the operator's commands, one for each file of deploy/ops/.
import { buildWeb, endWithChildren, prepare, run } from "./surroundings.mjs";

/** Commands that start the product with its web app. */
const WITH_WEB = new Set(["api-scan", "caldav-clients", "capacity", "drill", "verify", "wapiti", "zap"]);

// A deployment that is cut off takes back what it has begun.
endWithChildren({ waits: true });
const surroundings = await prepare();
if (WITH_WEB.has(process.argv[2])) await buildWeb(surroundings);
const { node, env } = surroundings;
const { code } = await run(node, ["deploy/ops.ts", ...process.argv.slice(2)], { env });
process.exit(code);
