import { CannotGoOn } from "./surroundings.mjs";

/**
 * Adds up the stages' results, however they are nested where stages ran side by side, and prints them in the last line; what failed
 * stands before it, since of long output often only the end is kept, and before that what failed only beside other work. No passed test is a
 * failure too: a command that runs none proves nothing.
 */
export async function finish(stages) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const failures = [];
  const unsteady = [];
  try {
    for (const stage of (await stages()).flat(Infinity)) {
      passed += stage.passed ?? 0;
      failed += stage.failed ?? 0;
      skipped += stage.skipped ?? 0;
      failures.push(...(stage.failures ?? []));
      unsteady.push(...(stage.unsteady ?? []));
    }
  } catch (error) {
    console.error(error instanceof CannotGoOn ? error.message : error);
    failed++;
  }
  if (unsteady.length > 0) console.log(`\nFailed beside other work, passed alone:\n${unsteady.map((one) => `~ ${one}`).join("\n")}\n`);
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `✗ ${failure}`).join("\n")}\n`);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}
