// A server for people to visit, as after a deployment: the real one, on an embedded database of its own. Prints its address when
// it is ready, and ends with its input. With the argument "incomplete", its page names a file of the app that is not there.
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../dev-database/src/embedded-postgres.ts";
import { createApp } from "../../server/src/app.ts";
import { openDatabase } from "../../server/src/db/open-database.ts";
import { freePort } from "../../server/src/free-port.ts";
import { noJobs } from "../../server/src/jobs/no-jobs.ts";
import { createLogger } from "../../server/src/telemetry/logging.ts";

const [publicUrl, isComplete] = [process.argv[2]!, process.argv[3] !== "incomplete"];
const home = mkdtempSync(join(tmpdir(), "turnout-visited-"));
const webFolder = join(home, "web");
mkdirSync(join(webFolder, "assets"), { recursive: true });
const script = "assets/index-0a1B2c.js";
writeFileSync(
  join(webFolder, "index.html"),
  `<!doctype html><head><!--head--><script type="module" src="/${script}"></script></head><body><!--page--><!--data--></body>`,
);
if (isComplete) writeFileSync(join(webFolder, script), "export {};");
const postgres = await startEmbeddedPostgres({ home, durable: false });
const database = await openDatabase({ databaseUrl: postgres.url, dataFolder: home });
const port = await freePort();
const { server, stop } = await createApp({
  database,
  jobs: noJobs,
  smtpUrl: null,
  mailbox: "nobody",
  mailFrom: "turnout@localhost",
  publicUrl,
  calendarHost: "localhost",
  secret: "a secret of a server that lives for one deployment",
  trustedHops: 0,
  logger: createLogger("silent"),
  webFolder,
});
await server.listen({ port, host: "127.0.0.1" });
console.log(`http://127.0.0.1:${port}`);

process.stdin.resume();
await once(process.stdin, "end");
await stop(0);
await database.close();
await postgres.stop();
rmSync(home, { recursive: true });
