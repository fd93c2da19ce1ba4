import { CannotGoOn } from "./surroundings.mjs";

/** Adds up what the stages found and says it in the last line. Nothing found is a failure too: a command that runs no test proves nothing. */
export async function finish(stages) {
  let passed = 0;
  let failed = 0;
  try {
    for (const stage of await stages()) {
      passed += stage.passed;
      failed += stage.failed;
    }
  } catch (error) {
    console.error(error instanceof CannotGoOn ? error.message : error);
    failed++;
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}
