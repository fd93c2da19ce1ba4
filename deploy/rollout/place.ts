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

/** The revision that serves; null where nothing is installed. */
export async function revisionOf({ helm, namespace }: Place, name = NAME): Promise<number | null> {
  const { code, said } = await helm(["history", name, "--namespace", namespace, "--output", "json"]);
  if (code !== 0 && /not found/.test(said)) return null;
  if (code !== 0) throw new Failed(said.trim());
  const revisions = JSON.parse(said) as { revision: number; status: string }[];
  return revisions.findLast(({ status }) => status === "deployed")?.revision ?? null;
}
