import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "./containers.ts";

/** A job of a pipeline: where it stands, what it runs, and how long it may take (minutes). */
export interface Job {
  name: string;
  stage: string;
  command: string;
  minutes: number;
}

interface Workflow {
  permissions: object;
  jobs: Record<string, { "timeout-minutes": number; steps: { uses?: string; run?: string }[] }>;
}
type GitLab = Record<string, { stage?: string; script?: string[]; timeout?: string }>;

const folder = join(root, ".github/workflows");

export const workflows = (): [name: string, workflow: Workflow][] =>
  readdirSync(folder).map((file) => [file.replace(".yml", ""), parse(readFileSync(join(folder, file), "utf8")) as Workflow]);

export const githubJobs = (): Job[] =>
  workflows().flatMap(([stage, { jobs }]) =>
    Object.entries(jobs).map(([name, job]) => ({
      name,
      stage,
      command: job.steps.flatMap(({ run }) => run ?? []).join("\n"),
      minutes: job["timeout-minutes"],
    })),
  );

export const gitlabJobs = (): Job[] =>
  Object.entries(parse(readFileSync(join(root, ".gitlab-ci.yml"), "utf8")) as GitLab).flatMap(([name, { stage, script, timeout }]) =>
    script ? [{ name, stage: stage ?? "", command: script.join("\n"), minutes: Number(/^(\d+) minutes$/.exec(timeout ?? "")?.[1]) }] : [],
  );
