import type { Random } from "../processes/random.ts";
import { faults } from "./fault-kinds.ts";
import type { PlannedFault } from "./plan-schedule.ts";
import type { Round } from "./round.ts";

/** Lets one fault happen, and ends it when its time is over. */
export function injectFault(round: Round, { kind, ms, node: number }: PlannedFault, random: Random): void {
  const { recorder, lines, time } = round;
  const node = round.nodes[number]!;
  const target = kind.includes("process") || kind === "clock jumps" ? node.id : "all";
  recorder.add({ kind: "fault", fault: kind, phase: "begin", target });
  const some = (share: number) => [...lines].filter(() => random.chance(share));
  const end = faults[kind].begin({ ...round, node, ms, random, some });
  if (!end) return;
  time.after(ms, () => {
    end();
    recorder.add({ kind: "fault", fault: kind, phase: "end", target });
  });
}
