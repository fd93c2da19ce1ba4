/// <reference types="node" />
import { expect } from "vitest";

const ATTEMPTS = 8;
const CHARACTERS = 50_000;
const DOUBLINGS = 3;
/** For each doubling. Linear code has 2, quadratic code 4. */
const LIMIT = 3.4;
/** Below this (ms) a measurement depends more on the machine than on the code. */
const TOO_QUICK_TO_TELL = 2;

/**
 * Fails when twice the text takes three times as long or more. Measured over several doublings, which tells linear from
 * quadratic in spite of garbage collection; the best of several runs, since caches are shared with other work on the machine.
 */
export function expectLinear(unit: string, run: (text: string) => unknown): void {
  const text = unit.repeat(Math.ceil(CHARACTERS / unit.length));
  const long = text.repeat(2 ** DOUBLINGS);
  run(text); // code that is new to the engine is slow, and the longer text would seem quick beside it
  const best = { short: Infinity, long: Infinity };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    // The short one as often as it fits into the long one: a slow one alone would let anything pass.
    const shorts = Array.from({ length: 2 ** DOUBLINGS }, () => ["short", text] as const);
    for (const [name, of] of [...shorts, ["long", long] as const])
      best[name] = Math.min(
        best[name],
        timeOf(() => run(of)),
      );
    if (growthOf(best) < LIMIT ** DOUBLINGS) return;
  }
  expect(growthOf(best), `growth with ${JSON.stringify(unit)}`).toBeLessThan(LIMIT ** DOUBLINGS);
}

function growthOf(time: { short: number; long: number }): number {
  return time.long / Math.max(time.short, TOO_QUICK_TO_TELL);
}

/** CPU time of this thread (ms): other load on the machine does not count. */
export function timeOf(run: () => unknown): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before); // only their sum is exact
  return (user + system) / 1_000;
}
