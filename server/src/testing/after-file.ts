import { afterAll } from "vitest";

const ends: (() => unknown)[] = [];

/**
 * Ends something when the tests of the file have run: the last that began ends first. It may be called while a test or a
 * hook runs, where Vitest ignores its own `afterAll` without a word.
 */
export function afterFile(end: () => unknown): void {
  ends.push(end);
}

/** Loaded for each test file, see `end-after-file.ts`. */
export const endAfterFile = () => afterAll(endAll);

/** Ends all that has begun, whatever one of them does; then throws the first error. */
export async function endAll(): Promise<void> {
  const errors: unknown[] = [];
  for (let end = ends.pop(); end; end = ends.pop()) {
    try {
      await end();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
