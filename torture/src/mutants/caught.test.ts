import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { mutants } from "./list.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Random rounds on a store in memory reach what commands decide and what readers may see; the rest takes processes, or a simulation. */
const within = mutants.filter(({ file, needs }) => !file.includes("/realtime/") && (needs === undefined || needs === "stolen ids"));

test.each(within)("$name is caught: $about", ({ name, about }) => {
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", here("load-mutant.ts"), here("play-rounds.test-support.ts")], {
    env: { ...process.env, TURNOUT_MUTANT: name },
    encoding: "utf8",
  });
  expect(stdout, stderr).toContain("caught in round");
  // One of the rules that its description names.
  const rules = about.match(/C\d+/g)!;
  expect(
    rules.some((rule) => stdout.trim().split(/[ ,]+/).includes(rule)),
    `${stdout} for ${about}`,
  ).toBe(true);
});
