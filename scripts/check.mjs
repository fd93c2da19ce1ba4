// npm run check: all checks that need no running product.
import { runChecks } from "./checks.mjs";
import { finish } from "./finish.mjs";
import { endWithChildren, prepare } from "./surroundings.mjs";

endWithChildren();
await finish(async () => [await runChecks(await prepare())]);
