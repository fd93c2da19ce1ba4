// Does what a start does, as far as it goes without a database, so that Node keeps in NODE_COMPILE_CACHE what it compiled for it.
import { createApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import { connect } from "../src/db/connect.ts";
import "../src/db/open-database.ts";
import "../src/jobs/jobs.ts";
import { noJobs } from "../src/jobs/no-jobs.ts";
import "../src/run-process.ts";
import "../src/seed/start-message.ts";
import { createLogger } from "../src/telemetry/logging.ts";
import "../src/telemetry/operator-port.ts";

const url = "postgres://turnout@127.0.0.1:9/turnout";
const secret = "no installation has this one: it signs nothing";
const config = readConfig({ DATABASE_URL: url, SECRET: secret, LOG_LEVEL: "silent" });
const db = connect(url);
const app = await createApp({
  ...config,
  tlsCa: null,
  tls: null,
  tracing: null,
  inboundTls: null,
  dkim: null,
  redisUrl: null,
  secret,
  database: { db, url, embedded: false, close: () => db.destroy() },
  jobs: noJobs,
  logger: createLogger(config.logLevel),
  webFolder: new URL("../../web/dist", import.meta.url).pathname,
  calendarHost: "localhost",
});
await app.server.inject({ url: "/livez" });
await app.stop(0);
await db.destroy();
process.exit(0);
