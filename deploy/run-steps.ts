import { Failed } from "./failed.ts";

export interface Step<Place> {
  /** What must be so. */
  name: string;
  /** Throws `Failed` where it is not so; returns what was seen. */
  run(place: Place): Promise<string>;
}

/**
 * Runs all steps in order, also after one that failed, and tells of each; the last line says how many passed. Any other error ends it.
 * Returns whether all did; where they did not, the process will end with 1.
 */
export async function runSteps<Place>(steps: Step<Place>[], place: Place): Promise<boolean> {
  let failed = 0;
  for (const { name, run } of steps) {
    const start = Date.now();
    const took = () => `${((Date.now() - start) / 1000).toFixed(1)} s`;
    try {
      console.log(`✓ ${name} (${await run(place)}; ${took()})`);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      console.log(`✗ ${name} (${took()})\n  ${error.message}`);
      failed++;
    }
  }
  console.log(`${steps.length - failed} passed, ${failed} failed, 0 skipped`);
  if (failed > 0) process.exitCode = 1;
  return failed === 0;
}
