// Does what a start does, as far as it goes without a database, so that Node keeps in NODE_COMPILE_CACHE what it compiled for it.
import { createApp } from "./server/src/app.ts";
import { readConfig } from "./server/src/config.ts";
import { connect } from "./server/src/db/connect.ts";
import "./server/src/db/open-database.ts";
import "./server/src/jobs/jobs.ts";
import "./server/src/run-process.ts";
import "./server/src/seed/start-message.ts";
import "./server/src/telemetry/operator-port.ts";

const url = "postgres://turnout@127.0.0.1:9/turnout";
const config = readConfig({ DATABASE_URL: url, SECRET: "no installation has this one: it signs nothing", LOG_LEVEL: "silent" });
const db = connect(url);
const jobs = { enqueue: async () => {}, work: async () => {}, oldestWaiting: async () => 0, stop: async () => {} };
const app = await createApp({
  ...config,
  database: { db, url, embedded: false, close: () => db.destroy() },
  jobs,
  webFolder: new URL("web/dist", import.meta.url).pathname,
  calendarHost: "localhost",
});
await app.server.inject({ url: "/livez" });
await app.stop(0);
await db.destroy();
process.exit(0);
