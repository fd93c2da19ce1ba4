import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: resolve(import.meta.dirname, ".."),
  test: {
    include: ["e2e/src/**/*.test.ts"],
    globalSetup: ["e2e/src/support/global-set-up.ts"],
    // A journey has two browsers and a server to itself; beside another one, what is live would be late.
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});
