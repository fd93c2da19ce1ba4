import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{contract,server,web,bench,torture,tools,scripts}/**/*.test.{ts,tsx,mjs}"],
    exclude: ["**/node_modules/**", "e2e/**"],
    globalSetup: ["server/src/db/test-cluster.ts"],
    // Most files wait for a database or a clock half of their time.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 60_000,
    hookTimeout: 30_000,
  },
});
