import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { PATIENCE } from "./server/src/testing/patience.ts";

/** What renders (`*.test.tsx`) does so in a browser, by `web/vitest.config.ts`. */
const of = (folders: string) => [`${folders}/**/*.test.{ts,mjs}`];
const exclude = ["**/node_modules/**", "e2e/**"];

/** These take longest: they begin first, so that none is left alone at the end. */
const long = [
  "backup/backup",
  "testing/authorization",
  "events/image-routes",
  "bench/src/quick",
  "pictures/picture-decoder",
  "calendar/histories",
  "export/export",
  "deploy/drills/rolling-restart",
  "testing/convergence",
  "calendar/feed-freshness",
  "notifications/digests.property",
  "jobs/jobs",
  "realtime/bus",
  "src/several-processes",
].map((name) => `${name}.test.ts`);

class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => long.some((name) => moduleId.endsWith(name));
    return (await super.sort(files)).toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)));
  }
}

export default defineConfig({
  test: {
    // Most files wait for a database or a clock half of their time.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongFilesFirst },
    // For what hangs: on a busy machine a test of seconds can take minutes.
    testTimeout: 600_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: PATIENCE } },
    setupFiles: ["scripts/end-with-test-run.mjs", "server/src/testing/end-after-file.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "server",
          include: of("{server,dev-database,bench,torture,tools,scripts,deploy}"),
          exclude,
          // Loading the server anew for each file took a third of the time. So no module that several files load has hooks or
          // state of its own; what a test needs is made by a function.
          isolate: false,
          globalSetup: ["server/src/db/test-cluster.ts"],
        },
      },
      // The app is one per page: its language, session and stores are module state.
      { extends: true, test: { name: "contract and web", include: of("{contract,web}"), exclude, isolate: true } },
    ],
  },
});
