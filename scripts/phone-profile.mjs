// node scripts/phone-profile.mjs ["4G" | "slow 4G"]: what the event page costs on a phone, in Chromium. See docs/page-performance.md.
import { buildWeb, endWithChildren, prepare, run } from "./surroundings.mjs";

endWithChildren();
const surroundings = await prepare();
await buildWeb(surroundings);
const { code } = await run(surroundings.node, ["e2e/src/phone-profile/main.ts", ...process.argv.slice(2)], { env: surroundings.env });
process.exit(code);
