import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp, type App, type AppOptions } from "../app.ts";
import { keptCalendarHost } from "../calendar/calendar-host.ts";
import { testDatabase } from "../db/test-database.ts";
import { noJobs } from "../jobs/no-jobs.ts";
import { createLogger } from "../telemetry/logging.ts";
import { afterFile } from "./after-file.ts";

export const testUrl = "http://turnout.test";
export const testSecret = "a secret for tests, as long as it has to be";

/** The whole server on this test file's database, used without a network. */
export async function testApp(options: Partial<AppOptions> = {}): Promise<App> {
  const { database = await ownDatabase(), publicUrl = testUrl } = options;
  const app = await createApp({
    database,
    jobs: noJobs,
    smtpUrl: null,
    mailbox: "anybody",
    mailFrom: "turnout@turnout.test",
    dnsServers: ["127.0.0.1:1"],
    publicUrl,
    calendarHost: await keptCalendarHost(database.db, publicUrl),
    secret: testSecret,
    trustedHops: 0,
    logger: createLogger("silent"),
    webFolder: builtWeb(),
    limitFactor: 10_000,
    ...options,
  });
  afterFile(() => app.stop(0));
  return app;
}

async function ownDatabase(): Promise<AppOptions["database"]> {
  const { db, url } = await testDatabase();
  return { db, url, embedded: false, close: async () => {} };
}

/** The parts of a built web app that the server reads. Removed after the file's tests. */
export function builtWeb(): string {
  const folder = mkdtempSync(join(tmpdir(), "turnout-web-"));
  afterFile(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(
    join(folder, "index.html"),
    '<!doctype html><html lang="en"><head><!--head--></head><body><div id="root"><!--page--></div><!--data--></body></html>',
  );
  return folder;
}
