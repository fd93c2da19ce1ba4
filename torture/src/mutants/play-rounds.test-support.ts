import { judge } from "../checker/judge.ts";
import { aRandomRound } from "../checker/random-round.test-support.ts";

/** Rounds within which a mutant has to show. */
const ROUNDS = 50;

// Run with a mutant loaded: says in which round, and by which rules, it was caught.
for (let seed = 1; seed <= ROUNDS; seed++) {
  const { violations } = judge(await aRandomRound(seed));
  if (violations.length === 0) continue;
  console.log(`caught in round ${seed} by ${[...new Set(violations.map(({ rule }) => rule))].toSorted().join(", ")}`);
  process.exit(0);
}
console.log("survived");
