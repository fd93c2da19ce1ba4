import { Failed } from "../failed.ts";
import { BACK_WITHIN, ENTRIES, EVENTS, pitr, type Outcome } from "./pitr.ts";

/** Runs it as often as asked, prints every run and the worst, and fails where one did not bring everything back, or not in time. */
export async function judgePitr(runs: number): Promise<void> {
  const outcomes: Outcome[] = [];
  while (outcomes.length < runs) {
    const outcome = await pitr((line) => console.log(line));
    outcomes.push(outcome);
    const { entries, gaps, backUp, check, restored, ready } = outcome;
    const times = [
      `backup ${backUp.toFixed(1)} s`,
      `restore check ${check.toFixed(1)} s`,
      `restored ${restored.toFixed(1)} s`,
      `the product has it ${ready.toFixed(1)} s`,
    ];
    console.log(`run ${outcomes.length}: ${entries} of ${ENTRIES} entries, ${gaps} gaps; ${times.join(", ")}`);
  }
  const faults = outcomes.flatMap((outcome, index) => faultsIn(outcome).map((fault) => `run ${index + 1}: ${fault}`));
  console.log(`worst of ${runs}: ${Math.max(...outcomes.map(({ ready }) => ready)).toFixed(1)} s (at most ${BACK_WITHIN} s)`);
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log("pitr: everything was there as it was in that second");
}

/** What of an outcome is not as it has to be. */
export function faultsIn({ entries, gaps, events, isNewEpoch, ready }: Outcome, expected = ENTRIES): string[] {
  return [
    ...(entries === expected ? [] : [`${entries} of ${expected} entries came back`]),
    ...(events === EVENTS ? [] : [`${events} of ${EVENTS} events are as they were`]),
    ...(gaps === 0 ? [] : [`${gaps} logs have gaps`]),
    ...(isNewEpoch ? [] : ["the epoch is the old one: open pages would go on from what is no more"]),
    ...(ready <= BACK_WITHIN ? [] : [`it took ${ready.toFixed(1)} s`]),
  ];
}
