// npm run check: everything that can be said without running the product.
import { runChecks } from "./checks.mjs";
import { finish } from "./finish.mjs";
import { endWithChildren, prepare } from "./surroundings.mjs";

endWithChildren();
await finish(async () => [await runChecks(await prepare())]);
