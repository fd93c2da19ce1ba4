import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const of = (folders: string) => [`${folders}/**/*.test.{ts,tsx,mjs}`];
const exclude = ["**/node_modules/**", "e2e/**"];

export default defineConfig({
  test: {
    // Most files wait for a database or a clock half of their time.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 60_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: "server",
          include: of("{server,bench,torture,tools,scripts}"),
          exclude,
          globalSetup: ["server/src/db/test-cluster.ts"],
        },
      },
      // These start nothing and keep nothing, so that a worker need not be made anew, and load everything again, for each file.
      { extends: true, test: { name: "contract and web", include: of("{contract,web}"), exclude, isolate: false } },
    ],
  },
});
