import type { Random } from "../processes/random.ts";
import { isCondition, type PlannedFault } from "./fault-plan.ts";
import type { Round } from "./round.ts";

const DAY = 86_400_000;

/** Lets one fault happen, and ends it when its time is over. */
export function injectFault(round: Round, { kind, ms, node: number }: PlannedFault, random: Random): void {
  const { time, conditions, database, nodes, recorder, lines } = round;
  const node = nodes[number]!;
  const target = kind.includes("process") || kind === "clock jumps" ? node.id : "all";
  recorder.add({ kind: "fault", fault: kind, phase: "begin", target });
  const some = (share: number) => [...lines].filter(() => random.chance(share));
  const until = (end: () => void) =>
    void time.after(ms, () => {
      end();
      recorder.add({ kind: "fault", fault: kind, phase: "end", target });
    });

  if (isCondition(kind)) {
    conditions.begin(kind);
    if (kind === "database down") database.isDown = true;
    return until(() => {
      conditions.end(kind);
      if (kind === "database down") database.isDown = false;
    });
  }
  switch (kind) {
    case "kill a process":
      node.kill();
      return until(node.start);
    case "restart a process": {
      // Readers are sent elsewhere first; what it has begun it still does.
      some(0.5).forEach((line) => line.cut());
      time.after(ms / 2, node.kill);
      return until(node.start);
    }
    case "pause a process": {
      const { process } = node;
      process?.lifetime.pause();
      return until(() => process?.lifetime.goOn());
    }
    case "kill the database":
      database.kill();
      return until(() => (database.isDown = false));
    case "clock jumps":
      node.skew = random.int(-400, 400) * DAY;
      return until(() => (node.skew = 0));
    case "lines stall": {
      const stalled = some(0.6);
      stalled.forEach((line) => line.stall());
      return until(() => stalled.forEach((line) => line.goOn()));
    }
    case "lines are cut":
      some(0.5).forEach((line) => line.cut());
      return;
    case "lines half open":
      some(0.4).forEach((line) => line.halfOpen());
      return;
    case "new epoch":
      // A standby takes over, or a backup is restored: nothing that was on its way arrives.
      database.kill();
      database.earlier.push(database.epoch);
      database.epoch = random.uuid();
      return until(() => (database.isDown = false));
    case "log pruned":
      // Those who are behind, for whatever reason, find that what they need is gone.
      conditions.begin("bus cut");
      return until(() => {
        database.event(round.eventId).prune(random.chance(0.4) ? 0 : random.int(1, 8));
        conditions.end("bus cut");
      });
  }
}
