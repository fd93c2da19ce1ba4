import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { changeable } from "../changing.ts";
import { redactWords } from "../chat/redact-words.ts";
import { BULK_MAIL_CONNECTIONS, connectForBulkMail } from "../db/connect.ts";
import { yieldsTo } from "../http/open-requests.ts";
import { joinJobs } from "../jobs/jobs.ts";
import { createEventWriter } from "../log/change-event.ts";
import { createPostgresStore } from "../log/postgres-store.ts";
import { createOutbox } from "../mail/outbox.ts";
import { smtpTransport } from "../mail/smtp-transport.ts";
import { MailServerFailed } from "../mail/transport.ts";
import { watchedTransport, type MailAttempt } from "../mail/watched-transport.ts";
import { changeableSecrets } from "../secrets.ts";
import { trust } from "../tls/trusted-certificates.ts";
import type { Rotated, ThreadMessage, ThreadSettings } from "./bulk-mail-thread.ts";
import { enqueueCausedJobs } from "./jobs-for.ts";
import { bulkMailJobs } from "./jobs.ts";

/**
 * Between "below normal" (10) and the lowest (19). While 10,000 reminders go out, the slowest pages come sooner than at 10; where others take
 * both processors, emails go out as fast.
 */
const NICENESS = 15;
// Only Linux has priorities of threads: elsewhere this would slow the whole process.
if (process.platform === "linux") setPriority(NICENESS);

const { mailFrom, mailRate, receipts = false, openRequests, ...given } = workerData as ThreadSettings;
const databaseUrl = changeable(given.databaseUrl);
const smtpUrl = changeable(given.smtpUrl);
const secret = changeableSecrets(given.secret);
const dkimKey = changeable(given.dkim?.key ?? "");
const dkim = given.dkim && { ...given.dkim, key: dkimKey };
trust(given.tlsCa);
const deps = { ...given, secret: secret.secrets };
const send = (message: ThreadMessage) => parentPort!.postMessage(message);
const yieldToRequests = yieldsTo(openRequests);
const db = connectForBulkMail(databaseUrl, {
  yieldToRequests,
  onError: ({ message }) => send({ type: "failed", message: `a database connection was lost: ${message}` }),
});
/** How often attempts are counted elsewhere (ms): a message for each would cost the thread that serves requests. */
const REPORT_INTERVAL = 100;
const tried: MailAttempt[] = [];
const reportAttempts = () => send({ type: "tried", attempts: tried.splice(0) });
const transport = watchedTransport(smtpTransport(smtpUrl, mailFrom, { rate: mailRate, dkim, receipts, yieldToRequests }), {
  report: (failure) => send({ type: "failure", failure }),
  count(attempt) {
    if (tried.length === 0) setTimeout(reportAttempts, REPORT_INTERVAL);
    tried.push(attempt);
  },
});
const jobs = await joinJobs(databaseUrl, (error) => {
  // The transport reports failures of the mail server, once for all waiting emails.
  if (!((error as Error).cause instanceof MailServerFailed)) send({ type: "failed", message: `jobs: ${String(error)}` });
});
async function end() {
  await jobs.stop();
  reportAttempts();
  transport.close();
  await db.destroy();
  process.exit(0); // ends the thread, not the process
}

parentPort!.on("message", (message: "stop" | Rotated) => {
  if (message === "stop") return void end();
  databaseUrl.set(message.databaseUrl);
  smtpUrl.set(message.smtpUrl);
  trust(message.tlsCa);
  secret.set(message.secret);
  if (message.dkim) dkimKey.set(message.dkim.key);
});
const { enqueue } = jobs;
const now = () => new Date();
const changeEvent = createEventWriter({
  store: createPostgresStore(db, [redactWords, enqueueCausedJobs(enqueue)]),
  now,
  hint: (hint) => send({ type: "hint", hint }),
  measure: (...command) => send({ type: "measured", command }),
  transactions: BULK_MAIL_CONNECTIONS,
});
const sending = { ...deps, db, enqueue, queueMail: createOutbox(enqueue), transport, now };
await jobs.work(bulkMailJobs({ ...sending, changeEvent, yieldToRequests }));
