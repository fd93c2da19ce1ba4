import { CannotGoOn } from "./surroundings.mjs";

/** Adds up the stages' results and prints them in the last line. No passed test is a failure too: a command that runs none proves nothing. */
export async function finish(stages) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  try {
    for (const stage of await stages()) {
      passed += stage.passed ?? 0;
      failed += stage.failed ?? 0;
      skipped += stage.skipped ?? 0;
    }
  } catch (error) {
    console.error(error instanceof CannotGoOn ? error.message : error);
    failed++;
  }
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}
