import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const { workspaces } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { workspaces: string[] };

test.each(workspaces.filter((one) => !one.includes("/")))("%s ships no package that it does not use", (workspace) => {
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, workspace, "package.json"), "utf8")) as {
    dependencies?: Record<string, string>;
  };
  const files = globSync("{*,src/**/*}.{ts,tsx,mts,mjs,css,html}", { cwd: join(root, workspace) });
  const text = files.map((file) => readFileSync(join(root, workspace, file), "utf8")).join("\n");
  const isUsed = (name: string) => [`"${name}"`, `"${name}/`, `'${name}`].some((written) => text.includes(written));
  expect(Object.keys(dependencies).filter((name) => !isUsed(name))).toEqual([]);
});
