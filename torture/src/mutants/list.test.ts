import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { expect, test } from "vitest";
import { mutants, mutate } from "./list.ts";

const root = new URL("../../../", import.meta.url);
const loader = new URL("load-mutant.ts", import.meta.url).href;

test.each(mutants)("$name still fits exactly one place, and changes it", (mutant) => {
  const text = readFileSync(new URL(mutant.file, root), "utf8");
  const mutated = mutate(mutant, text);
  expect(mutated).not.toBe(text);
  expect(() => stripTypeScriptTypes(mutated)).not.toThrow();
});

test("names are told apart", () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});

const run = (name: string, script: string) =>
  spawnSync(process.execPath, ["--import", loader, "--input-type=module", "-e", script], {
    cwd: root,
    env: { ...process.env, TURNOUT_MUTANT: name },
    encoding: "utf8",
  });

test("a mutant is loaded in place of the file", () => {
  const script = `
    import { changesAudience } from "@turnout/contract/entry-kinds";
    console.log(changesAudience({ class: "guest" }, { type: "event.edited", audienceChanged: true }));`;
  const { stdout, status } = run("audience-change-is-ignored", script);
  expect([stdout.trim(), status]).toEqual(["false", 0]);
});

test("a mutant that nothing loads, or that is not there, fails", () => {
  expect(run("no-lock", "console.log(1)").status).toBe(86);
  expect(run("no-such-mutant", "console.log(1)").status).not.toBe(0);
});
