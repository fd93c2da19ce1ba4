import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { PATIENCE } from "./server/src/testing/patience.ts";

/** What renders (`*.test.tsx`) does so in a browser, by `web/vitest.config.ts`. */
const of = (folders: string) => [`${folders}/**/*.test.{ts,mjs}`];
const exclude = ["**/node_modules/**", "e2e/**"];
const APP = "web";

/** These take longest: they begin first, the longest of all at the start, so that none is left alone at the end. */
const long = [
  "deploy/backup/backup",
  "dev-database/src/backup/backup",
  "bench/src/quick",
  "testing/authorization",
  "deploy/drills/rolling-restart",
  "calendar/histories",
  "deploy/helm/chart",
  "export/export",
  "notifications/reminders",
  "jobs/jobs",
  "src/several-processes",
  "realtime/bus",
  "testing/convergence",
  "calendar/feed-freshness",
  "tls/own-port",
  "tls/refused-certificates",
  "mail/inbound/mailbox-watcher",
  "deploy/verify/run-checks",
  "jobs/sleeping-worker",
  "calendar/ways-in",
  "notifications/notify",
  "events/image-routes",
  "notifications/digests.property",
  "pictures/picture-decoder",
].map((name) => `/${name}.test.ts`);

class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => long.findIndex((name) => moduleId.endsWith(name)) + 1 || Infinity;
    // A worker ends where the next file is of another project, and the server is loaded anew: the app's files come before all others.
    const by = (one: TestSpecification) => (one.project.name === APP ? 0 : place(one));
    return (await super.sort(files)).toSorted((a, b) => (by(a) === by(b) ? 0 : by(a) - by(b)));
  }
}

export default defineConfig({
  test: {
    // Most files wait for a database, a process or a clock more than half of their time.
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
          include: of("{contract,server,dev-database,bench,torture,tools,scripts,deploy}"),
          exclude,
          // Loading the server anew for each file took a third of the time. So no module that several files load has hooks or
          // state of its own; what a test needs is made by a function.
          isolate: false,
          globalSetup: ["server/src/db/test-cluster.ts"],
        },
      },
      // The app is one per page: its language, session and stores are module state. A thread for each file costs less than a process.
      { extends: true, test: { name: APP, include: of("web"), exclude, isolate: true, pool: "threads" } },
    ],
  },
});
