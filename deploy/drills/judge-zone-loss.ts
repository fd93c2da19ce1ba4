import { Failed } from "../failed.ts";
import { seconds } from "./outcome.ts";
import { named } from "./writes.ts";
import { openZoneDrill, type Way, type ZoneLoss } from "./zone-loss.ts";

/** How long nothing may be acknowledged (ms). Nothing may be lost. */
export const GAP_AT_MOST = 12_000;

/**
 * Loses the leader's zone as often as asked, once more while people still reach it, and then so as a control without a second member that
 * is waited for: something has to be lost.
 */
export async function judgeZoneLoss(runs: number): Promise<void> {
  const drill = await openZoneDrill();
  const outcomes: ZoneLoss[] = [];
  const told = async (name: string, way: Way) => {
    const outcome = await drill.loseLeader(way);
    const { acknowledged, gap, kept } = outcome;
    console.log(`${name}, ${way}: ${acknowledged} acknowledged, lost after the heal: ${named(kept.lost)}`);
    console.log(`  ${kept.unacknowledged} stored without an answer; nothing was acknowledged for ${seconds(gap)} at most`);
    return outcome;
  };
  try {
    while (outcomes.length < runs) outcomes.push(await told(`run ${outcomes.length + 1}`, "gone"));
    outcomes.push(await told(`run ${outcomes.length + 1}`, "reached by people only"));
    await drill.setSynchronous(false);
    const control = await told("control: nobody waits for a second member", "reached by people only");
    const worst = Math.max(...outcomes.map(({ gap }) => gap));
    const lost = outcomes.reduce((sum, { kept }) => sum + kept.lost.length, 0);
    console.log(`worst of ${outcomes.length}: ${seconds(worst)} (at most ${seconds(GAP_AT_MOST)}); ${lost} lost in all`);
    const faults = [
      ...outcomes.flatMap((outcome, index) => faultsIn(outcome).map((fault) => `run ${index + 1}: ${fault}`)),
      ...(control.kept.lost.length > 0 ? [] : ["the control lost nothing: nothing is shown"]),
    ];
    if (faults.length > 0) throw new Failed(faults.join("\n"));
  } finally {
    await drill.close();
  }
  console.log("zone loss: all that was acknowledged is there after the heal, and without a second member it would not be");
}

/** What of an outcome is not as it has to be. */
export function faultsIn({ gap, kept, different, hasNewLeader }: ZoneLoss): string[] {
  return [
    ...(kept.lost.length === 0 ? [] : [`lost: ${named(kept.lost)}`]),
    ...(kept.doubled === 0 ? [] : [`${kept.doubled} writes are there twice`]),
    ...(different === 0 ? [] : [`${different} members hold something else than the leader`]),
    ...(gap <= GAP_AT_MOST ? [] : [`nothing was acknowledged for ${seconds(gap)}`]),
    ...(hasNewLeader ? [] : ["the leader is the one before: nothing is shown"]),
  ];
}
