import { Failed } from "../failed.ts";
import { seconds } from "./outcome.ts";
import { RATE, regionLoss, type RegionLoss } from "./region-loss.ts";
import { named } from "./writes.ts";

/** What may be lost of the time before a region is, and how long people may be without the product (ms). */
export const LOST_AT_MOST = 1_000;
export const BACK_WITHIN = 60_000;
/** Of the wanted writes per second: fewer show nothing. */
const RATE_AT_LEAST = 0.9;
const REFUSALS = ["the fence failed", "still takes changes"];

/** Runs it as often as asked, then once, as a control, with a fence that is none: two regions that both take changes have to be noticed. */
export async function judgeRegionLoss(runs: number): Promise<void> {
  const outcomes: RegionLoss[] = [];
  while (outcomes.length < runs) {
    const outcome = await regionLoss({ hasFence: true });
    outcomes.push(outcome);
    console.log(told(`run ${outcomes.length}`, outcome));
  }
  const control = await regionLoss({ hasFence: false });
  console.log(told("control: no fence", control));
  const worst = (of: (outcome: RegionLoss) => number) => Math.max(...outcomes.map(of));
  console.log(
    `worst of ${runs}: ${worst(({ lost }) => lost.length)} lost, of the last ${seconds(worst(({ lostSpan }) => lostSpan))}; ` +
      `written again after ${seconds(worst(({ writtenAfter }) => writtenAfter))}, all pages live after ${seconds(worst(({ liveAfter }) => liveAfter))}`,
  );
  const faults = [
    ...outcomes.flatMap((outcome, index) => faultsIn(outcome).map((fault) => `run ${index + 1}: ${fault}`)),
    ...(isSplit(control) ? [] : ["the control was not noticed: nothing is shown"]),
  ];
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log("region loss: the second region took over, and without a fence two regions would have taken changes");
}

function told(run: string, outcome: RegionLoss): string {
  const { rate, acknowledged, lost, lostSpan, split, writtenAfter, liveAfter, said } = outcome;
  return [
    `${run}: ${acknowledged} acknowledged, ${rate.toFixed(0)}/s before the cut; written again after ${seconds(writtenAfter)}, all pages live after ${seconds(liveAfter)}`,
    `  lost with the first region, of its last ${seconds(lostSpan)}: ${named(lost)}`,
    `  acknowledged by the first region after the second had taken over: ${named(split)}`,
    ...said.split("\n").map((line) => `  ${line}`),
  ].join("\n");
}

export const isSplit = ({ split }: RegionLoss) => split.length > 0;

/** What of an outcome is not as it has to be. */
export function faultsIn(outcome: RegionLoss): string[] {
  const { rate, lostSpan, doubled, writtenAfter, liveAfter, gone, unaware, isNewEpoch, refusals, heldBack } = outcome;
  const back = Math.max(writtenAfter, liveAfter);
  const wasRefused = heldBack && REFUSALS.every((reason, at) => refusals[at]?.includes(reason));
  return [
    ...(rate >= RATE * RATE_AT_LEAST ? [] : [`only ${rate.toFixed(0)} writes per second were acknowledged`]),
    ...(lostSpan <= LOST_AT_MOST ? [] : [`writes of the last ${seconds(lostSpan)} are lost`]),
    ...(doubled === 0 ? [] : [`${doubled} writes are there twice`]),
    ...(back <= BACK_WITHIN ? [] : [`it took ${seconds(back)}`]),
    ...(gone === 0 ? [] : [`${gone} pages did not come back`]),
    ...(unaware === 0 ? [] : [`${unaware} pages did not notice that the database is another one`]),
    ...(isNewEpoch ? [] : ["the epoch is the old one"]),
    ...(isSplit(outcome) ? [`split brain: both regions took changes, ${outcome.split.length} of them only the first`] : []),
    ...(wasRefused ? [] : [`the command did not refuse to promote beside a region that takes changes: ${refusals.join("; ")}`]),
  ];
}
