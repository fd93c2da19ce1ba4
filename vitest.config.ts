import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{contract,server,web,bench,torture,tools,scripts}/**/*.test.{ts,tsx,mjs}"],
    exclude: ["**/node_modules/**", "e2e/**"],
    globalSetup: ["server/src/db/test-cluster.ts"],
    testTimeout: 60_000,
    hookTimeout: 30_000,
  },
});
