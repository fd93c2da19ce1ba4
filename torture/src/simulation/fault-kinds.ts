import type { Random } from "../processes/random.ts";
import type { Condition } from "./network-conditions.ts";
import type { Round } from "./round.ts";
import type { Node } from "./server-process.ts";

const DAY = 86_400_000;

/** Where a fault happens, and for how long (ms). */
interface Place extends Round {
  node: Node;
  ms: number;
  random: Random;
  /** Some of the open lines. */
  some(share: number): { stall(): void; goOn(): void; cut(): void; halfOpen(): void }[];
}

/** How often a fault comes beside the others, and how it begins. It returns how it ends, where it does. */
const fault = (weight: number, begin: (place: Place) => (() => void) | void) => ({ weight, begin });

const lasting = (weight: number, kind: Condition) =>
  fault(weight, ({ conditions }) => {
    conditions.begin(kind);
    return () => conditions.end(kind);
  });

/** What can go wrong. New faults come last: seeds draw them in this order. */
export const faults = {
  "kill a process": fault(5, ({ node }) => {
    node.kill();
    return node.start;
  }),
  "pause a process": fault(4, ({ node: { process } }) => {
    process?.lifetime.pause();
    return () => process?.lifetime.goOn();
  }),
  "restart a process": fault(2, ({ node, time, ms, some }) => {
    // Readers are sent elsewhere first; what it has begun it still does.
    some(0.5).forEach((line) => line.cut());
    time.after(ms / 2, node.kill);
    return node.start;
  }),
  "kill the database": fault(4, ({ database }) => {
    database.kill();
    return () => void (database.isDown = false);
  }),
  "clock jumps": fault(2, ({ node, random }) => {
    node.skew = random.int(-400, 400) * DAY;
    return () => void (node.skew = 0);
  }),
  "lines stall": fault(7, ({ some }) => {
    const stalled = some(0.6);
    stalled.forEach((line) => line.stall());
    return () => stalled.forEach((line) => line.goOn());
  }),
  "lines are cut": fault(7, ({ some }) => some(0.5).forEach((line) => line.cut())),
  "lines half open": fault(3, ({ some }) => some(0.4).forEach((line) => line.halfOpen())),
  /** A standby takes over, or a backup is restored: nothing that was on its way arrives. */
  "new epoch": fault(1, ({ database, random }) => {
    database.kill();
    database.earlier.push(database.epoch);
    database.epoch = random.uuid();
    return () => void (database.isDown = false);
  }),
  /** Those who are behind, for whatever reason, find that what they need is gone. */
  "log pruned": fault(4, ({ conditions, database, eventId, random }) => {
    conditions.begin("bus cut");
    return () => {
      database.event(eventId).prune(random.chance(0.4) ? 0 : random.int(1, 8));
      conditions.end("bus cut");
    };
  }),
  "database down": fault(2, ({ database }) => {
    database.isDown = true;
    return () => void (database.isDown = false);
  }),
  "database slow": lasting(4, "database slow"),
  "commits lost": lasting(6, "commits lost"),
  "requests lost": lasting(3, "requests lost"),
  "answers lost": lasting(5, "answers lost"),
  "bus cut": lasting(4, "bus cut"),
  "bus wild": lasting(6, "bus wild"),
};

export type FaultKind = keyof typeof faults;
