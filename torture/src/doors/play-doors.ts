import { playEvening } from "./doors.ts";

// A process of its own, which a mutant can be put into: plays evenings from a seed on, and ends with the first that is red.
const [first, count] = process.argv.slice(2).map(Number) as [number, number];

for (let seed = first; seed < first + count; seed++) {
  const { wrong } = await playEvening(seed);
  if (wrong.length === 0) continue;
  process.stdout.write(`evening ${seed}: ${wrong[0]}\n`);
  process.exitCode = 1;
  break;
}
