import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cached } from "../containers.ts";
import { Failed } from "../failed.ts";
import { inScratch } from "../gates/locked-tools.ts";
import { logIn, positive, required, trustOf } from "../release/settings.ts";
import { toProduction, toStaging } from "../rollout/deploy.ts";
import { drills } from "../rollout/drills.ts";
import { placeOf } from "../rollout/place.ts";
import { openStage } from "../rollout/stage.ts";
import { runSteps } from "../run-steps.ts";
import { untilSignalled } from "../until-signalled.ts";

export const about =
  "Rehearses deployments on a control plane of its own: staging, smoke, approval, canary, rollback; staging or production does one for real";
export const usage =
  "[staging | production [--approve DIGEST]]   (by RELEASE, REGISTRY, VERIFICATION_KEY or SIGNER_IDENTITY and SIGNER_ISSUER, KUBECONFIG, NAMESPACE, VALUES, SMOKE_URL; production: PROMETHEUS_URL, CANARY_SECONDS, WATCH_SECONDS, LEAST_REQUESTS)";

export async function run(args: string[]): Promise<void> {
  const [where, ...more] = args;
  const isApproval = where === "production" && more[0] === "--approve" && more.length === 2;
  if (!where) return inScratch(rehearse);
  if (!["staging", "production"].includes(where) || (more.length > 0 && !isApproval)) throw new Failed(`deploy ${usage}`);
  await inScratch((folder) => deployTo(where, folder, isApproval ? more[1] : undefined));
}

async function deployTo(where: string, folder: string, approved: string | undefined): Promise<void> {
  const { env } = process;
  const registry = required(env, "REGISTRY");
  logIn(registry, folder);
  // A tag of the source is a version with a v before it.
  const release = required(env, "RELEASE").replace(/^v(?=\d)/, "");
  const wanted = { registry, release, trust: trustOf(env), folder };
  const place = placeOf(env, folder);
  const cutOff = untilSignalled();
  if (where === "staging") return handOn(await toStaging({ place, wanted, cutOff }));
  const watch = {
    prometheus: required(env, "PROMETHEUS_URL"),
    namespace: place.namespace,
    every: 15,
    leastRequests: positive(env, "LEAST_REQUESTS", 100),
  };
  const canary = { ...watch, seconds: positive(env, "CANARY_SECONDS", 600) };
  const all = { ...watch, seconds: positive(env, "WATCH_SECONDS", 300) };
  await toProduction({ place, wanted, cutOff, approved, env, canary, all });
}

/** What passed, for the job that goes on with it: as an output of GitHub's, and in a file that GitLab reads. */
function handOn(digest: string): void {
  const line = `RELEASE=${digest}\n`;
  writeFileSync(join(cached("deploy"), "passed.env"), line);
  if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, `release=${digest}\n`);
  console.log(`staging passed: ${line.trim()}`);
}

async function rehearse(folder: string): Promise<void> {
  const stage = await openStage(folder);
  try {
    await runSteps(drills, stage);
  } finally {
    await stage.close();
  }
}
