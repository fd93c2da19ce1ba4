import type { Random } from "../processes/random.ts";

/** What can be wrong for a while, in all processes at once. */
export const troubles = ["database down", "database slow", "commits lost", "requests lost", "answers lost", "bus cut", "bus wild"] as const;
export type Trouble = (typeof troubles)[number];

/** How long a hint may be on its way (ms). */
export const LONGEST_HINT = 120;

/** How a commit goes: well, not at all, or well and nobody hears of it. */
export type CommitFate = "told" | "lost before" | "lost after";

/** How long everything takes at the moment, and what gets lost. All chance comes from the seed. */
export interface Weather {
  begin(trouble: Trouble): void;
  end(trouble: Trouble): void;
  /** One way between a process and the database (ms). */
  toDatabase(): number;
  commitFate(): CommitFate;
  /** One way between a client and a process (ms). */
  toProcess(): number;
  losesRequest(): boolean;
  losesAnswer(): boolean;
  /** After how long a hint arrives, once for each time that it does (ms). */
  hintArrivals(): number[];
}

export function createWeather(random: Random): Weather {
  const active = new Map<Trouble, number>();
  const is = (trouble: Trouble) => (active.get(trouble) ?? 0) > 0;

  return {
    begin: (trouble) => void active.set(trouble, (active.get(trouble) ?? 0) + 1),
    end: (trouble) => void active.set(trouble, (active.get(trouble) ?? 0) - 1),
    toDatabase() {
      if (is("database slow") && random.chance(0.5)) return random.int(20, 400);
      return random.chance(0.6) ? 0 : random.int(1, 4);
    },
    commitFate() {
      if (!is("commits lost") || random.chance(0.4)) return "told";
      return random.chance(0.5) ? "lost before" : "lost after";
    },
    toProcess: () => (random.chance(0.4) ? 0 : random.int(1, 12)),
    losesRequest: () => is("requests lost") && random.chance(0.4),
    losesAnswer: () => is("answers lost") && random.chance(0.5),
    hintArrivals() {
      if (is("bus cut")) return [];
      if (!is("bus wild")) return [random.chance(0.5) ? 0 : random.int(1, 6)];
      if (random.chance(0.35)) return [];
      return Array.from({ length: random.chance(0.3) ? 2 : 1 }, () => random.int(0, LONGEST_HINT));
    },
  };
}
