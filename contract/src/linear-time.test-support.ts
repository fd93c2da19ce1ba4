import { expect } from "vitest";

const RUNS = 4;
const ATTEMPTS = 4;
const CHARACTERS = 150_000;
/** Below this (ms) the clock says more about the machine than about the code. */
const TOO_QUICK_TO_TELL = 4;

/**
 * Fails when twice the text takes three times as long or more. Measured over two doublings, where quadratic code
 * takes sixteen times as long and nine is the limit; best of several runs, since other work shares the machine.
 */
export function expectLinear(unit: string, run: (text: string) => unknown): void {
  const text = unit.repeat(Math.ceil(CHARACTERS / unit.length));
  const long = text.repeat(4);
  for (let attempt = 1; ; attempt++) {
    const once = bestTime(() => run(text));
    const fourfold = bestTime(() => run(long));
    if (fourfold < TOO_QUICK_TO_TELL || fourfold / once < 9) return;
    if (attempt === ATTEMPTS) expect(fourfold / once, `time for four times ${JSON.stringify(unit)}`).toBeLessThan(9);
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
