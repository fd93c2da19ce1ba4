import { expect } from "vitest";

const RUNS = 4;
const ATTEMPTS = 4;
const CHARACTERS = 75_000;
const DOUBLINGS = 3;
/** For each doubling. Linear code has 2, quadratic code 4. */
const LIMIT = 3;
/** Below this (ms) the clock says more about the machine than about the code. */
const TOO_QUICK_TO_TELL = 0.5;

/**
 * Fails when twice the text takes three times as long or more. Measured over several doublings, which tells linear from
 * quadratic in spite of garbage collection; the best of several runs, since other work shares the machine.
 */
export function expectLinear(unit: string, run: (text: string) => unknown): void {
  const text = unit.repeat(Math.ceil(CHARACTERS / unit.length));
  const long = text.repeat(2 ** DOUBLINGS);
  for (let attempt = 1; ; attempt++) {
    const short = bestTime(() => run(text));
    const growth = bestTime(() => run(long)) / Math.max(short, TOO_QUICK_TO_TELL);
    if (growth < LIMIT ** DOUBLINGS) return;
    if (attempt === ATTEMPTS) expect(growth, `growth with ${JSON.stringify(unit)}`).toBeLessThan(LIMIT ** DOUBLINGS);
  }
}

function bestTime(run: () => unknown): number {
  let best = Infinity;
  for (let turn = 0; turn < RUNS; turn++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
