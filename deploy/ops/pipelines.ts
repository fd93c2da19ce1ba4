import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../containers.ts";
import { Failed } from "../failed.ts";
import { execute, type Ended } from "../gates/execute.ts";
import { goTool, inScratch, npmTool } from "../gates/locked-tools.ts";
import { githubJobs } from "../pipelines.ts";

export const about =
  "Runs both pipelines' quick jobs on a clone of this commit, by gitlab-ci-local and act: green, and red for a planted job";
export const usage = "[job…]";

/** The jobs that any machine can run, in minutes. */
const QUICK = ["check", "definitions", "secret-scan"];
/** Most time of a job with the packages that it installs (ms). */
const JOB_WITHIN = 1_200_000;
const PLANTED = "planted-failure";

/** Runs a job of a pipeline in a clone. */
type Runner = (clone: string, job: string) => Promise<Ended>;

export async function run(args: string[]): Promise<void> {
  const jobs = args.length > 0 ? args : QUICK;
  const unknown = jobs.filter((name) => !githubJobs().some((job) => job.name === name));
  if (unknown.length > 0) throw new Failed(`no job has this name: ${unknown.join(", ")}`);
  await inScratch(async (folder) => {
    const runners = { "gitlab-ci-local": await gitlab(), act: await github(folder) };
    const clone = join(folder, "clone");
    await cloneInto(clone);
    const unplant = plant(clone);
    for (const [name, runner] of Object.entries(runners)) beRed(name, await runner(clone, PLANTED));
    unplant();
    for (const [name, runner] of Object.entries(runners))
      for (const job of jobs) {
        const start = Date.now();
        const { code, said } = await runner(clone, job);
        if (code !== 0) throw new Failed(`${name}: ${job} failed (${code})\n${said.slice(-8_000)}`);
        console.log(`${name}: ${job} is green (${((Date.now() - start) / 1000).toFixed(0)} s)`);
      }
  });
}

/** Red by what the job says, not because a runner could not run it. */
function beRed(name: string, { code, said }: Ended) {
  if (code === 0 || !said.includes("planted=42"))
    throw new Failed(`${name} does not tell that a job has failed (${code})\n${said.slice(-4_000)}`);
  console.log(`${name}: red for the planted job`);
}

/** What a runner would fetch: this commit, without what is changed or built here. */
async function cloneInto(clone: string) {
  const git = async (...args: string[]) => {
    const { code, said } = await execute("git", args);
    if (code !== 0) throw new Failed(`git ${args[0]}: ${said}`);
  };
  await git("clone", "--quiet", "--no-hardlinks", root, clone);
  await git("-C", clone, "checkout", "--quiet", "-B", "main");
  // Both runners look for an address of their service.
  await git("-C", clone, "remote", "set-url", "origin", "https://git.example/turnout/turnout.git");
}

/** A job that fails, in both pipelines. Returns what takes it away: the checks that jobs run find fault with it. */
function plant(clone: string): () => void {
  const command = 'echo "planted=$((6 * 7))" && exit 3';
  const [gitlabFile, githubFile] = [join(clone, ".gitlab-ci.yml"), join(clone, `.github/workflows/${PLANTED}.yml`)];
  const before = readFileSync(gitlabFile, "utf8");
  writeFileSync(gitlabFile, `${before}\n${PLANTED}:\n  stage: ci\n  script: [${command}]\n`);
  const steps = `    steps:\n      - uses: actions/checkout@0000000000000000000000000000000000000000\n      - run: ${command}\n`;
  writeFileSync(githubFile, `name: ${PLANTED}\non: push\njobs:\n  ${PLANTED}:\n    runs-on: ubuntu-latest\n${steps}`);
  return () => {
    writeFileSync(gitlabFile, before);
    rmSync(githubFile);
  };
}

async function gitlab(): Promise<Runner> {
  const program = await npmTool("gitlab-ci-local");
  // It copies the clone; inside of that, the copy would be source that the jobs check.
  const args = ["--force-shell-executor", "--state-dir", "../gitlab-ci-local"];
  return (clone, job) => execute(program, [...args, job], { cwd: clone, within: JOB_WITHIN });
}

/** In host mode, in which act takes a checkout of the repository itself as done: it copies the folder. */
async function github(folder: string): Promise<Runner> {
  const program = await goTool("act");
  // Without a file of settings it asks on a terminal for an image.
  const env = { XDG_CONFIG_HOME: join(folder, "config") };
  mkdirSync(join(env.XDG_CONFIG_HOME, "act"), { recursive: true });
  writeFileSync(join(env.XDG_CONFIG_HOME, "act/actrc"), "");
  return (clone, job) => {
    const file = workflowOf(clone, job);
    const args = ["push", "--workflows", file, "--job", job, "--platform", "ubuntu-latest=-self-hosted", "--container-daemon-socket", "-"];
    // Copied with the packages that the other runner's jobs have installed there, as from a cache: installing them takes longer than most jobs.
    args.push("--use-gitignore=false");
    return execute(program, args, { cwd: clone, env, within: JOB_WITHIN });
  };
}

function workflowOf(clone: string, job: string): string {
  const folder = join(clone, ".github/workflows");
  const has = (file: string) => job in (parse(readFileSync(file, "utf8")) as { jobs: object }).jobs;
  return readdirSync(folder)
    .map((file) => join(folder, file))
    .find(has)!;
}
