import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { connectForCrowds } from "../db/connect.ts";
import { joinJobs } from "../jobs/jobs.ts";
import { createOutbox } from "../mail/outbox.ts";
import { smtpTransport } from "../mail/smtp-transport.ts";
import { MailServerFailed } from "../mail/transport.ts";
import { watchedTransport } from "../mail/watched-transport.ts";
import type { CrowdOptions, SaidByThread } from "./crowd-thread.ts";
import { crowdJobs } from "./jobs.ts";

// Of a thread alone only Linux: elsewhere it would be the whole process that has to wait.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const { databaseUrl, smtpUrl, mailFrom, mailRate, ...deps } = workerData as CrowdOptions;
const say = (said: SaidByThread) => parentPort!.postMessage(said);
const db = connectForCrowds(databaseUrl, ({ message }) => say({ type: "failed", message: `a database connection was lost: ${message}` }));
const transport = watchedTransport(smtpTransport(smtpUrl, mailFrom, { rate: mailRate }), {
  tell: (trouble) => say({ type: "trouble", trouble }),
  count: (outcome) => say({ type: "tried", outcome }),
});
const jobs = await joinJobs(databaseUrl, (error) => {
  // Trouble with the mail server is told once for all the mails that wait because of it.
  if (!((error as Error).cause instanceof MailServerFailed)) say({ type: "failed", message: `jobs: ${String(error)}` });
});
async function end() {
  await jobs.stop();
  transport.close();
  await db.destroy();
  process.exit(0); // in a thread, the end of the thread
}

parentPort!.once("message", () => void end());
const { enqueue } = jobs;
await jobs.work(crowdJobs({ ...deps, db, enqueue, queueMail: createOutbox(enqueue), transport, now: () => new Date() }));
