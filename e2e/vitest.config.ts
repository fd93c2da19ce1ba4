import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { PATIENCE } from "../server/src/testing/patience.ts";

export default defineConfig({
  root: resolve(import.meta.dirname, ".."),
  test: {
    include: ["e2e/src/**/*.test.ts"],
    setupFiles: ["scripts/end-with-test-run.mjs", "server/src/testing/end-after-file.ts"],
    globalSetup: ["e2e/src/support/global-set-up.ts"],
    // A journey waits for browsers, servers and email as often as it computes. Its people, events and emails are its own.
    maxWorkers: 2,
    // Only what took too long is tried once more, and the report says so: a browser on a busy machine can lose a press.
    // What is wrong on a page fails at once.
    retry: { count: 1, condition: /Timeout \d+ms exceeded/ },
    // For what hangs: on a busy machine a journey of seconds can take minutes.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: PATIENCE } },
  },
});
