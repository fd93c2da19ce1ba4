import { MAX_GUESTS } from "../../contract/src/guests.ts";
import { parse } from "yaml";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chart, readValues } from "../helm/render.ts";
import { doors, invitations, kickOffs, sharedLink, type Arrivals } from "./arrivals.ts";
import type { Scaling } from "./autoscaler.ts";
import { readResult, workOf } from "./result.ts";
import { simulate, type Simulated } from "./simulate.ts";

interface Values {
  api: { minPods: number; maxPods: number };
  autoscaling: { cpuPercent: number; keda: { socketsPerPod: number } };
}

interface Behavior {
  scaleUp: { policies: { type: string; value: number; periodSeconds: number }[] };
  scaleDown: { stabilizationWindowSeconds: number; policies: { value: number; periodSeconds: number }[] };
}

/** The chart's autoscaling of api pods, as its values and its template have it. */
export function chartScaling(): Scaling {
  const { api, autoscaling } = readValues("values.yaml") as unknown as Values;
  const [, text] = /define "turnout\.behavior" -\}\}\n([\s\S]*?)\{\{- end/.exec(
    readFileSync(join(chart, "templates/_autoscaling.tpl"), "utf8"),
  )!;
  const { scaleUp, scaleDown } = parse(text!) as Behavior;
  const policy = (type: string) => scaleUp.policies.find((one) => one.type === type)!;
  return {
    ...api,
    cpuPercent: autoscaling.cpuPercent,
    socketsPerPod: autoscaling.keda.socketsPerPod,
    up: { percent: policy("Percent").value, pods: policy("Pods").value, periodSeconds: policy("Pods").periodSeconds },
    down: {
      pods: scaleDown.policies[0]!.value,
      periodSeconds: scaleDown.policies[0]!.periodSeconds,
      stabilizationSeconds: scaleDown.stabilizationWindowSeconds,
    },
  };
}

/** Gatherings that are about as large as the chart's most pods carry. */
export function allArrivals({ maxPods, socketsPerPod }: Scaling): Arrivals[] {
  const people = Math.min(MAX_GUESTS, Math.floor((maxPods * socketsPerPod * 3) / 4));
  return [doors(people), invitations(people), sharedLink(people), ...kickOffs(people)];
}

export interface Compared {
  arrivals: Arrivals;
  without: Simulated;
  with: Simulated;
}

export function compare(arrivals: Arrivals, scaling: Scaling, work = workOf(readResult())): Compared {
  // At other events there are as many as one pod is meant for.
  const both = { arrivals, scaling, work, others: scaling.socketsPerPod };
  return { arrivals, without: simulate({ ...both, isExpecting: false }), with: simulate({ ...both, isExpecting: true }) };
}
