import { must } from "../cluster/cluster.ts";
import { Failed } from "../failed.ts";
import type { PulledChart } from "../release/helm-chart.ts";
import { verifyRelease, type Wanted } from "../release/verify-release.ts";
import { approvalOf } from "./approval.ts";
import { CANARY, CUT_OFF, NAME, recover, revisionOf, upgrade, type Place } from "./place.ts";
import { watchSlo, type Watch } from "./slo.ts";
import { smoke } from "./smoke.ts";

/** A release that is to go somewhere. */
interface Deployment {
  place: Place;
  wanted: Wanted;
  /** Aborted when it is to end before it is done. */
  cutOff?: AbortSignal | undefined;
}

const say = (what: string) => console.log(`  ${what}`);

/** Verifies a release, installs it in staging, and asks that for what a visitor needs. Returns the digest that passed. */
export async function toStaging({ place, wanted, cutOff }: Deployment): Promise<string> {
  const release = await verified(wanted);
  await recoverFirst("staging", place);
  await upgrade(place, release, { cutOff });
  say("staging: every pod is ready");
  await smoke(place);
  if (cutOff?.aborted) throw new Failed(CUT_OFF);
  say("staging: a visitor finds what they need, from inside and from outside");
  return release.digest;
}

interface ToProduction extends Deployment {
  /** What somebody at a terminal has approved. */
  approved?: string | undefined;
  env: Record<string, string | undefined>;
  /** How the one pod is watched, then all. */
  canary: Omit<Watch, "track">;
  all: Omit<Watch, "track">;
}

/**
 * Verifies what staging passed, by its digest, and lets one pod of it take its share of the requests before all do. Where the
 * promise to visitors breaks, or it is cut off, what ran before runs again, and this throws.
 */
export async function toProduction({ place, wanted, cutOff, approved, env, canary, all }: ToProduction): Promise<void> {
  const { release: digest } = wanted;
  if (!digest.startsWith("sha256:")) throw new Failed(`production takes what staging passed, by its digest, and not ${digest}`);
  say(`approved by ${await approvalOf(digest, approved, env)}`);
  const release = await verified(wanted);
  await recoverFirst("production", place);
  const before = await revisionOf(place);
  if (before === null) say("production: nothing runs yet, so there is no canary");
  else await tryOnePod(place, release, { ...canary, cutOff });
  await upgrade(place, release, { cutOff });
  say("production: every pod is ready");
  await goodOrBack(place, before, async () => {
    await smoke(place);
    say(`production: ${await watchSlo({ ...all, cutOff, track: "stable" })}`);
  });
}

async function recoverFirst(where: string, place: Place): Promise<void> {
  const done = await recover(place);
  if (done) say(`${where}: ${done}`);
}

async function verified(wanted: Wanted): Promise<PulledChart> {
  const release = await verifyRelease(wanted);
  say(`verified: ${release.version}, ${release.digest}`);
  return release;
}

async function tryOnePod(place: Place, release: PulledChart, watch: Omit<Watch, "track">): Promise<void> {
  const remove = () => must(place.helm(["uninstall", CANARY, "--namespace", place.namespace, "--ignore-not-found", "--wait"]));
  // A deployment that was killed may have left one, half installed.
  await remove();
  try {
    await upgrade(place, release, { name: CANARY, set: [`canary.of=${NAME}`], cutOff: watch.cutOff });
    say("production: one pod of it is ready among the others");
    say(`production: ${await watchSlo({ ...watch, track: "canary" })}`);
  } catch (error) {
    await remove();
    throw new Failed(`the canary is taken back, and what ran runs on: ${(error as Error).message}`);
  }
  await remove();
}

async function goodOrBack({ helm, namespace, timeout }: Place, before: number | null, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (before === null) throw error;
    await must(helm(["rollback", NAME, String(before), "--namespace", namespace, "--wait", "--timeout", timeout]));
    throw new Failed(`rolled back to revision ${before}: ${(error as Error).message}`);
  }
}
