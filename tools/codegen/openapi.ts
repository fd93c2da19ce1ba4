import type {} from "@fastify/swagger"; // what it adds to servers
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import openapiTS, { astToString } from "openapi-typescript";
import { createApp } from "../../server/src/app.ts";
import { connect } from "../../server/src/db/connect.ts";
import { noJobs } from "../../server/src/jobs/no-jobs.ts";
import { createLogger } from "../../server/src/telemetry/logging.ts";

const root = resolve(import.meta.dirname, "../..");

/** The API's document, made by the server itself; nothing in it needs a database. */
export async function openapiDocument(): Promise<string> {
  const url = "postgresql://nobody@127.0.0.1:1/none";
  const database = { db: connect(url), url, embedded: false, close: async () => {} };
  const app = await createApp({
    database,
    jobs: noJobs,
    smtpUrl: "smtp://127.0.0.1:1",
    mailbox: "nobody",
    mailFrom: "turnout@localhost",
    publicUrl: "http://localhost:3000",
    calendarHost: "localhost",
    secret: "only the shape of the routes is asked for",
    trustedHops: 0,
    logger: createLogger("silent"),
    webFolder: join(root, "web/dist"),
  });
  const document = app.server.swagger();
  await app.stop(0);
  await database.db.destroy();
  return `${JSON.stringify(document, null, 1)}\n`;
}

/** What the web app's client knows of the API. */
export async function clientTypes(): Promise<string> {
  const document = readFileSync(join(root, "docs/openapi.json"), "utf8");
  return `// Made from docs/openapi.json by "npm run generate".\n${astToString(await openapiTS(document))}`;
}
