import type { Random } from "../processes/random.ts";

/** What can be wrong for a while, in all processes at once. */
export type Condition = "database slow" | "commits lost" | "requests lost" | "answers lost" | "bus cut" | "bus wild";

/** How long a hint may be on its way (ms). */
export const LONGEST_HINT = 120;

/** How a commit goes: well, not at all, or well and nobody hears of it. */
export type CommitFate = "told" | "lost before" | "lost after";

export type NetworkConditions = ReturnType<typeof createNetworkConditions>;

/** How long everything takes at the moment, and what gets lost. All chance comes from the seed. */
export function createNetworkConditions(random: Random) {
  const active = new Map<Condition, number>();
  const is = (condition: Condition) => (active.get(condition) ?? 0) > 0;
  const count = (condition: Condition, more: number) => void active.set(condition, (active.get(condition) ?? 0) + more);

  return {
    begin: (condition: Condition) => count(condition, +1),
    end: (condition: Condition) => count(condition, -1),
    /** One way between a process and the database (ms). */
    toDatabase() {
      if (is("database slow") && random.chance(0.5)) return random.int(20, 400);
      return random.chance(0.6) ? 0 : random.int(1, 4);
    },
    commitFate(): CommitFate {
      if (!is("commits lost") || random.chance(0.4)) return "told";
      return random.chance(0.5) ? "lost before" : "lost after";
    },
    /** One way between a client and a process (ms). */
    toProcess: () => (random.chance(0.4) ? 0 : random.int(1, 12)),
    losesRequest: () => is("requests lost") && random.chance(0.4),
    losesAnswer: () => is("answers lost") && random.chance(0.5),
    /** After how long a hint arrives, once for each time that it does (ms). */
    hintArrivals(): number[] {
      if (is("bus cut")) return [];
      if (!is("bus wild")) return [random.chance(0.5) ? 0 : random.int(1, 6)];
      if (random.chance(0.35)) return [];
      return Array.from({ length: random.chance(0.3) ? 2 : 1 }, () => random.int(0, LONGEST_HINT));
    },
  };
}

/** Nothing takes time, and nothing is lost. */
export const calmNetwork: NetworkConditions = {
  begin() {},
  end() {},
  toDatabase: () => 0,
  commitFate: () => "told",
  toProcess: () => 0,
  losesRequest: () => false,
  losesAnswer: () => false,
  hintArrivals: () => [0],
};
