import { openCluster } from "../cluster/cluster.ts";
import { steps } from "../cluster/steps.ts";
import { runSteps } from "../run-steps.ts";

export const about =
  "Runs the chart on a real control plane, built from source at the first call: install, drain, scale, upgrade, roll back, uninstall";

export async function run(): Promise<void> {
  const cluster = await openCluster();
  try {
    await runSteps(steps, cluster);
  } finally {
    await cluster.close();
  }
}
