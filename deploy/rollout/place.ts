import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { must, type Result } from "../cluster/cluster.ts";
import { Failed } from "../failed.ts";
import { execute } from "../gates/execute.ts";
import { kubernetesProgram } from "../helm/program.ts";
import type { PulledChart } from "../release/helm-chart.ts";
import { required } from "../release/settings.ts";

/** An installation, as staging or production. */
export interface Place {
  /** Ended in order when `cutOff` is aborted. */
  helm(args: string[], cutOff?: AbortSignal): Promise<Result>;
  namespace: string;
  /** File with its values. */
  values: string;
  /** Where it is asked from outside, by the name that people use. */
  front: string;
  /** As Helm takes it: longer than a migration may take. */
  timeout: string;
}

/** Helm's name of the product's release, and of the pod that tries a new one beside it. */
export const NAME = "turnout";
export const CANARY = `${NAME}-canary`;

type Env = Record<string, string | undefined>;

/** The installation that KUBECONFIG, NAMESPACE and VALUES lead to. The two files may be given by path or as what is in them. */
export function placeOf(env: Env, folder: string): Place {
  const program = kubernetesProgram("helm");
  if (!program) throw new Failed("Helm cannot be had on this machine");
  const fileOf = (name: string) => {
    const given = required(env, name);
    if (existsSync(given)) return given;
    const file = join(folder, name.toLowerCase());
    writeFileSync(file, given, { mode: 0o600 });
    return file;
  };
  const [kubeconfig, values] = [fileOf("KUBECONFIG"), fileOf("VALUES")];
  return {
    helm: (args, cutOff) => execute(program, args, { env: { KUBECONFIG: kubeconfig }, within: 3_600_000, cutOff }),
    namespace: env.NAMESPACE || NAME,
    values,
    front: env.SMOKE_URL || publicUrlIn(values),
    timeout: "15m",
  };
}

export const publicUrlIn = (values: string) => (parse(readFileSync(values, "utf8")) as { publicUrl: string }).publicUrl;

interface UpgradeOptions {
  name?: string;
  set?: string[];
  cutOff?: AbortSignal | undefined;
}

/** Installs or upgrades. What does not become ready, or is cut off before it is, goes back by itself. */
export async function upgrade(
  place: Place,
  { file, digest }: PulledChart,
  { name = NAME, set = [], cutOff }: UpgradeOptions = {},
): Promise<void> {
  const { namespace, values, timeout } = place;
  const to = ["upgrade", "--install", name, file, "--namespace", namespace, "--values", values];
  const how = ["--rollback-on-failure", "--wait", "--timeout", timeout, "--description", digest];
  if (cutOff?.aborted) throw new Failed(CUT_OFF);
  await must(place.helm([...to, ...how, ...set.flatMap((one) => ["--set", one])], cutOff));
}

/** Why a deployment ends that somebody ends before it is done. */
export const CUT_OFF = "the deployment was cut off";

export interface Revision {
  revision: number;
  status: string;
  description: string;
}

/** The revision that serves; null where nothing is installed. */
export async function revisionOf(place: Place): Promise<number | null> {
  return (await historyOf(place)).findLast(({ status }) => status === "deployed")?.revision ?? null;
}

/** All that Helm remembers of the release, the newest last. */
export async function historyOf({ helm, namespace }: Place): Promise<Revision[]> {
  const { code, said } = await helm(["history", NAME, "--namespace", namespace, "--output", "json"]);
  if (code !== 0 && /not found/.test(said)) return [];
  if (code !== 0) throw new Failed(said.trim());
  return JSON.parse(said) as Revision[];
}

/**
 * Takes back what a deployment has left half done that was killed: Helm would refuse any other. Returns what was done; null where nothing had
 * to be. It does not ask whether that deployment still runs: of two at a time, pipelines let one wait.
 */
export async function recover(place: Place): Promise<string | null> {
  const { helm, namespace, timeout } = place;
  const left = leftBehind(await historyOf(place));
  if (!left) return null;
  const where = ["--namespace", namespace, "--wait", "--timeout", timeout];
  if (left.back === null) {
    await must(helm(["uninstall", NAME, ...where]));
    return `a deployment before was killed (${left.status}): what it had installed is taken away`;
  }
  await must(helm(["rollback", NAME, String(left.back), ...where]));
  return `a deployment before was killed (${left.status}): rolled back to revision ${left.back}`;
}

/** What was begun and not ended, and the revision to go back to: what served, or where a rollback was on its way to. Null: the first one was begun. */
export function leftBehind(revisions: Revision[]): { status: string; back: number | null } | null {
  const last = revisions.at(-1);
  if (!last?.status.startsWith("pending-")) return null;
  const goal = last.status === "pending-rollback" ? /^Rollback to (\d+)/.exec(last.description) : null;
  const served = revisions.findLast(({ status }) => status === "deployed")?.revision ?? null;
  return { status: last.status, back: goal ? Number(goal[1]) : served };
}
