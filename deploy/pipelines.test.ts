import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./containers.ts";
import { githubJobs, gitlabJobs, workflows } from "./pipelines.ts";

const byName = (jobs: { name: string }[]) => jobs.toSorted((a, b) => a.name.localeCompare(b.name));

test("both pipelines have the same jobs: stage, command, time", () => {
  expect(githubJobs().length).toBeGreaterThan(5);
  expect(byName(gitlabJobs())).toEqual(byName(githubJobs()));
});

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };

test.each(githubJobs().map(({ command }) => command))("%s is one command that exists", (command) => {
  const [, script, operation] = /^npm (?:run )?([\w:]+)(?: -- ([\w-]+)(?: [a-z]+)?)?$/.exec(command)!;
  expect(scripts).toHaveProperty([script!]);
  if (operation) expect(existsSync(join(root, `deploy/ops/${operation}.ts`)), operation).toBe(true);
});

test.each(workflows())("%s may do nothing unless a job says so, and takes actions by their commit", (_name, { permissions, jobs }) => {
  expect(permissions).toEqual({});
  for (const { steps } of Object.values(jobs)) for (const { uses } of steps) if (uses) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[\da-f]{40}$/);
});
