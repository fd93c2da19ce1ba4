import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { modulesFrom } from "./code-in-hand.ts";

const player = fileURLToPath(new URL("simulation/play-seeds.ts", import.meta.url));
/** Says of each module of ours where it is. */
const telling = `import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
registerHooks({ load(url, context, next) { if (url.startsWith("file:") && !url.includes("/node_modules/")) console.log(fileURLToPath(url)); return next(url, context); } });`;

test("modules are found as they are loaded", () => {
  const said = execFileSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(telling)}`, player, "1", "0", "1", "1"],
    {
      encoding: "utf8",
    },
  );
  const loaded = said.split("\n").filter((line) => line.endsWith(".ts"));
  expect(loaded.length).toBeGreaterThan(50);
  expect([...modulesFrom(player)].toSorted()).toEqual(loaded.toSorted());
});
