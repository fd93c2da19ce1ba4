import { Failed } from "../failed.ts";
import { openDrainStage, type NodeDrain } from "./node-drain.ts";
import { absenceAt, misses, seconds } from "./outcome.ts";

/** Drains as often as asked; then, as a control, without asking the budget: requests have to fail. */
export async function judgeNodeDrain(runs: number): Promise<void> {
  const stage = await openDrainStage();
  try {
    const told = async (name: string, evicts: boolean) => {
      const outcome = await stage.drain(evicts);
      console.log(lineOf(name, outcome));
      return outcome;
    };
    const outcomes: NodeDrain[] = [];
    while (outcomes.length < runs) outcomes.push(await told(`run ${outcomes.length + 1}`, true));
    const control = await told("control: pods are deleted, whatever the budget says", false);
    const faults = [
      ...outcomes.flatMap((outcome, at) => faultsIn(outcome).map((fault) => `run ${at + 1}: ${fault}`)),
      ...(control.failedRequests.length > 0 ? [] : ["no request failed in the control: nothing is shown"]),
    ];
    if (faults.length > 0) throw new Failed(faults.join("\n"));
    console.log("node drain: nobody noticed, and without the budget they do");
  } finally {
    await stage.close();
  }
}

function lineOf(name: string, outcome: NodeDrain): string {
  const { requests, failedRequests, absences, lost, doubled, gone, nodes, refused, leastReady, killed, took } = outcome;
  return `${name}: ${nodes} nodes empty after ${seconds(took)}, ${refused} evictions refused meanwhile, at least ${leastReady} ready, ${killed} killed
  ${failedRequests.length} of ${requests} requests failed, ${absences.length} sockets moved (away for ${seconds(absenceAt(outcome, 1))} at most), ${lost} entries lost, ${doubled} doubled, ${gone} readers gone`;
}

/** What is not as it has to be. */
export function faultsIn(outcome: NodeDrain): string[] {
  const { nodes, refused, leastReady, killed } = outcome;
  return [
    // Every socket was on a pod that left.
    ...misses(outcome, 1),
    ...(nodes >= 2 ? [] : ["all pods were on one node: the budget had nothing to decide"]),
    ...(refused > 0 ? [] : ["no eviction was refused: the budget was not asked"]),
    ...(leastReady >= 1 ? [] : ["no pod was ready for a while"]),
    ...(killed === 0 ? [] : [`${killed} processes did not stop in the time that their pod gave them`]),
  ];
}
