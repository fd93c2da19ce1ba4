import type { Logger } from "pino";
import { watchEvents } from "./guests/watch-events.ts";
import { watchExpectedConnections } from "./guests/watch-expected-connections.ts";
import type { Deps } from "./http/deps.ts";
import { yieldsTo, type OpenRequests } from "./http/open-requests.ts";
import type { OpenCounter } from "./http/rate-counters.ts";
import type { JobHandlers, Jobs } from "./jobs/jobs.ts";
import type { Hint } from "./log/hint.ts";
import { openIncomingMail, type IncomingMail } from "./incoming-mail.ts";
import type { AccountAllowance } from "./mail/budget.ts";
import type { QueueMail } from "./mail/outbox.ts";
import { providersOf } from "./mail/provider-reports/providers.ts";
import type { Transport } from "./mail/transport.ts";
import { watchedTransport } from "./mail/watched-transport.ts";
import { createMaintenance } from "./maintenance.ts";
import { startBulkMailThread, type BulkMailThread } from "./notifications/bulk-mail-thread.ts";
import type { ListTimed } from "./notifications/job-payloads.ts";
import { listTimed } from "./notifications/list-timed.ts";
import { createNotify } from "./notifications/notify.ts";
import type { Channel } from "./notifications/channels.ts";
import { emailChannel } from "./notifications/email-channel.ts";
import { notificationJobs, urgentJobs } from "./notifications/jobs.ts";
import { createPushLoader } from "./notifications/load-push.ts";
import { pushChannel } from "./notifications/push-channel.ts";
import { createReads } from "./notifications/reads.ts";
import { createSendPush } from "./notifications/send-push.ts";
import { createPushClient, type PushClient } from "./push/push-client.ts";
import type { PushReach } from "./push/endpoint.ts";
import { pushKeys } from "./push/keys.ts";
import { contactOf } from "./push/vapid.ts";
import { openTransport, tryMailServer, type MailSettings } from "./outgoing-mail.ts";
import type { Metrics } from "./telemetry/metrics.ts";

interface WorkerDeps
  extends Pick<Deps, "db" | "now" | "changeEvent" | "publicUrl" | "calendarHost" | "mailAddress" | "secret">, MailSettings {
  jobs: Jobs;
  /** Publishes what the thread for bulk email has committed. */
  hint(hint: Hint): void;
  /** Tells open pages of these accounts to ask for their notifications again. */
  tellAccounts(accountIds: string[]): void;
  queueMail: QueueMail;
  mailAllowance: AccountAllowance | null;
  hasMailbox: boolean;
  /** Absent: yes. */
  webPush?: boolean;
  pushReach?: PushReach;
  openCounter: OpenCounter;
  /** Bulk work waits while there are any. */
  openRequests: OpenRequests;
  logger: Logger;
  metrics: Metrics;
  onError(error: unknown): void;
}

/** The worker's role of a process. */
export interface Worker {
  /** Runs the jobs that changes cause, and maintenance. */
  start(): Promise<void>;
  /** Ends what it does at intervals, and waits for bulk email that is being sent. */
  stop(): Promise<void>;
}

export function createWorker(deps: WorkerDeps): Worker {
  const { db, now, jobs, logger, metrics, onError } = deps;
  const watch = {
    report: (failure: string) => logger.error({ "error.message": failure }, "email cannot be sent; it waits and is tried again"),
    count: metrics.countMail,
    hint: deps.hint,
    measure: metrics.measureCommand,
    onError,
  };
  const transport = watchedTransport(openTransport(deps, deps.hasMailbox ? db : null), watch);
  const maintenance = createMaintenance(deps);
  const tellBroken = metrics.keepEach(
    "turnout_broken_events",
    "Events whose seats, or whose log, are not as they have to be. Workers look at all events, some at a time.",
    "invariant",
  );
  const push = deps.webPush === false ? null : openPush(deps);
  let bulkMail: BulkMailThread | null = null;
  let incoming: IncomingMail | null = null;
  let stopWatching = () => {};
  let isStopped = false;

  return {
    async start() {
      bulkMail = startBulkMail(deps, watch);
      incoming = await openIncomingMail({ ...deps, count: metrics.countReply, onError });
      await jobs.work({
        ...mailJobs(deps, transport, bulkMail !== null),
        ...pushJobs(deps, push),
        notify: createNotify({
          db,
          channels: channelsOf(deps, push),
          tell: deps.tellAccounts,
          yieldToRequests: yieldsTo(deps.openRequests),
        }),
        listTimed: (job: ListTimed) => listTimed({ db, now, tell: deps.tellAccounts }, job),
        forgetOld: maintenance.forgetOld,
        reworkTimes: maintenance.bringUpToDate,
      });
      if (isStopped) return;
      metrics.watch(
        "turnout_events_expected_connections",
        "Guests who answered, and did not decline, for events that begin soon or began just now. Workers count them.",
        watchExpectedConnections({ db, now }),
      );
      const onBroken = (invariant: string, events: string[]) =>
        logger.error({ "turnout.invariant": invariant, "turnout.events": events }, "events are broken");
      stopWatching = watchEvents({ db, tell: tellBroken, onBroken, onError });
      await maintenance.bringUpToDate().catch(onError);
      void tryMailServer(transport, logger);
    },
    async stop() {
      isStopped = true;
      stopWatching();
      await incoming?.close();
      await bulkMail?.stop();
      push?.close();
    },
  };
}

/** Null: without a mail server or a URL of the database, this thread sends all email. */
function startBulkMail(deps: WorkerDeps, watch: Parameters<typeof startBulkMailThread>[1]): BulkMailThread | null {
  const { publicUrl, calendarHost, mailAddress, inboundAddress = null, mailOpens = false, secret, mailAllowance, openRequests } = deps;
  const { smtpUrl, tlsCa = null, mailFrom, mailRate = null, dkim = null, receipts = false, jobs } = deps;
  if (!smtpUrl || !jobs.url) return null;
  const reportingProviders = providersOf(deps.reports);
  const sender = {
    publicUrl,
    calendarHost,
    mailAddress,
    inboundAddress,
    reportingProviders,
    mailOpens,
    secret,
    mailAllowance,
    openRequests,
  }; // data alone reaches a thread, no functions
  return startBulkMailThread({ ...sender, smtpUrl, tlsCa, mailFrom, mailRate, dkim, receipts, databaseUrl: jobs.url }, watch);
}

/** The jobs of this thread: all that notify people, or without bulk email where that has a thread of its own. */
function mailJobs(deps: WorkerDeps, transport: Transport, hasBulkMailThread: boolean): Partial<JobHandlers> {
  const mailDeps = {
    ...deps,
    inboundAddress: deps.inboundAddress ?? null,
    reportingProviders: providersOf(deps.reports),
    transport,
    enqueue: deps.jobs.enqueue,
    yieldToRequests: yieldsTo(deps.openRequests),
  };
  return hasBulkMailThread ? urgentJobs(mailDeps) : notificationJobs(mailDeps);
}

/** The ways by which notifications reach people beside the list in the app. */
function channelsOf({ jobs, now }: WorkerDeps, push: PushClient | null): Channel[] {
  const deps = { enqueue: jobs.enqueue, now };
  return push ? [emailChannel(deps), pushChannel(deps)] : [emailChannel(deps)];
}

function openPush({ secret, publicUrl, mailAddress, now, pushReach = "public" }: WorkerDeps): PushClient {
  return createPushClient({ keys: pushKeys(secret), contact: contactOf(publicUrl, mailAddress), now, reach: pushReach });
}

/** Without a client, what was queued before it was switched off goes nowhere. */
function pushJobs({ db, now, secret, jobs, logger, metrics }: WorkerDeps, client: PushClient | null): Pick<JobHandlers, "sendPush"> {
  if (client === null) return { sendPush: async () => {} };
  const load = createPushLoader({ db, now, reads: createReads(db, secret), serverKey: client.publicKey });
  const report = (failure: string) => logger.error({ "error.message": failure }, "a push service refuses this server");
  return { sendPush: createSendPush({ db, enqueue: jobs.enqueue, client, now, load, report, count: metrics.countPush }) };
}
