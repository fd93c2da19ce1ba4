import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { changing, type Changing } from "./changing.ts";
import { systemClock, type Clock } from "./clock.ts";
import type { MailboxFor } from "./config.ts";
import type { AnySecrets } from "./secrets.ts";
import type { KeyPair } from "./tls/key-pair.ts";
import { createAccounts } from "./accounts/context.ts";
import { openProvider, type OidcSettings } from "./accounts/provider.ts";
import { accountRoutes } from "./accounts/routes.ts";
import { auditHosts } from "./audit/audit.ts";
import { feedRoutes } from "./calendar/feed-routes.ts";
import { calendarRoutes } from "./calendar/routes.ts";
import { openSharedServices } from "./shared-services.ts";
import { chatInSnapshot } from "./chat/queries.ts";
import { eraseMentionsOf } from "./chat/erase-mentions.ts";
import { redactWords } from "./chat/redact-words.ts";
import { chatRoutes } from "./chat/routes.ts";
import { databaseState } from "./db/database-state.ts";
import type { OpenDatabase } from "./db/open-database.ts";
import { openHostedEvents } from "./events/hosted-events.ts";
import { hostRoutes } from "./events/host-routes.ts";
import { imageRoutes, type ImageDeps } from "./events/image-routes.ts";
import { eventInSnapshot } from "./events/queries.ts";
import { eventRoutes } from "./events/routes.ts";
import { requestAccess } from "./guests/access.ts";
import { guestsInSnapshot, loadMe } from "./guests/queries.ts";
import { createGuestRecovery, type GuestRecovery } from "./guests/recover-guest.ts";
import { recoveryRoutes } from "./guests/recovery-routes.ts";
import { guestRoutes } from "./guests/routes.ts";
import { promoteWaiting } from "./guests/seats.ts";
import { waitlist } from "./guests/tables.ts";
import type { Deps } from "./http/deps.ts";
import { reportingRefusals } from "./http/rate-counters.ts";
import { REQUEST_GRACE, gracefulShutdown } from "./http/graceful-shutdown.ts";
import { countOpenRequests, newOpenRequests } from "./http/open-requests.ts";
import { describeApi } from "./http/openapi.ts";
import { inlineHashes } from "./http/inline-hashes.ts";
import { createPageRenderer } from "./http/page.ts";
import { createReadiness, probeRoutes } from "./http/probes.ts";
import { createHttpServer } from "./http/server.ts";
import { requireUpgrade } from "./http/upgrade-required.ts";
import { serveWebFiles } from "./http/static-files.ts";
import type { Jobs } from "./jobs/jobs.ts";
import { invitationRoutes } from "./invitations/routes.ts";
import { createEventWriter } from "./log/change-event.ts";
import type { Hint } from "./log/hint.ts";
import { rowsWhere } from "./log/event-table.ts";
import { createKeptSnapshots } from "./log/kept-snapshots.ts";
import { createSnapshotLoader } from "./log/load-snapshot.ts";
import { createPostgresStore } from "./log/postgres-store.ts";
import type { AccountAllowance } from "./mail/budget.ts";
import { mailboxRoutes } from "./mail/mailbox-routes.ts";
import { createOutbox, type QueueMail } from "./mail/outbox.ts";
import { openRoutes } from "./mail/opens/open-routes.ts";
import { createOpenRecorder } from "./mail/opens/record-opens.ts";
import { noReports } from "./mail/provider-reports/providers.ts";
import { senderOf } from "./mail/sender.ts";
import { mailStyleRoutes } from "./mail/style-routes.ts";
import { unsubscribeRoutes } from "./mail/unsubscribe-routes.ts";
import { enqueueCausedJobs } from "./notifications/jobs-for.ts";
import { heldInvitationsRoutes } from "./notifications/held-invitations-routes.ts";
import { bulletinRoutes } from "./notifications/bulletin-routes.ts";
import { choiceRoutes } from "./notifications/choice-routes.ts";
import { notificationRoutes } from "./notifications/notification-routes.ts";
import { remindersRoutes } from "./notifications/reminders-routes.ts";
import { pushRoutes, type PushSetting } from "./notifications/push-routes.ts";
import { previewRoutes } from "./notifications/preview-routes.ts";
import { operatorMailRoutes } from "./operator/mail-routes.ts";
import { operatorRoutes } from "./operator/routes.ts";
import { pageRoutes } from "./pages/routes.ts";
import { erasePhotosOf } from "./photos/erase-photos.ts";
import { photoRoutes } from "./photos/routes.ts";
import { MAX_WAITING_COVERS } from "./pictures/limits.ts";
import { openPictureDecoder, type PictureDecoder } from "./pictures/picture-decoder.ts";
import type { PushReach } from "./push/endpoint.ts";
import { pushKeys } from "./push/keys.ts";
import { LIVE_PATH } from "./realtime/socket.ts";
import { createMetrics } from "./telemetry/metrics.ts";
import type { Tracing } from "./telemetry/tracing.ts";
import { mailers, type MailSettings } from "./outgoing-mail.ts";
import { openRealtime } from "./open-realtime.ts";
import { isShortOfMemory } from "./short-of-memory.ts";
import { createRequestIdentity } from "./request-identity.ts";
import { inboundWebhook } from "./incoming-mail.ts";
import { incomingReports } from "./incoming-reports.ts";
import { watchCertificates } from "./watch-certificates.ts";
import { watchDatabase } from "./watch-database.ts";
import type { SettingFiles } from "./watch-secret-files.ts";
import { createWorker } from "./worker.ts";
import type { PassSigner } from "./wallet/pass-signer.ts";

/** Longest time that a stop waits for clients to reconnect elsewhere (ms). */
export const DRAIN_WITHIN = 11_000;

export interface AppOptions extends MailSettings {
  database: OpenDatabase;
  jobs: Jobs;
  /** Redis, which carries hints, presence and rate counts between processes. Null: this process is the only one. */
  redisUrl?: string | Changing<string> | null;
  /** Who may read all email on the mailbox page. */
  mailbox: MailboxFor;
  /** How much unsolicited email each account may send in a day. Null or absent: no limit. */
  mailAllowance?: AccountAllowance | null;
  /** Whether browsers are notified by their push services. Absent: yes. */
  webPush?: boolean;
  /** Where push services may be. Absent: on the public internet alone. */
  pushReach?: PushReach;
  publicUrl: string;
  /** What is shown whoever connects, by TLS. Absent or null: HTTP without. */
  tls?: Changing<KeyPair> | null;
  /** The host part of calendar UIDs; see `keptCalendarHost`. */
  calendarHost: string;
  /** DNS servers that are asked what receivers see of our domains. Null or absent: the system's. */
  dnsServers?: readonly string[] | null;
  secret: AnySecrets;
  /** Addresses of the accounts that look after this instance. Absent: of none. */
  operators?: ReadonlySet<string>;
  /** Where people can sign in besides. Absent: nowhere. */
  oidc?: OidcSettings<string | Changing<string>> | null;
  /** What signs passes for wallets. Absent: nobody is offered one. */
  wallet?: PassSigner | null;
  /** Settings that come from files, and whether what is there now cannot be used. Absent: none does. */
  refusedSettings?: SettingFiles["refused"];
  trustedHops: number;
  logger: Logger;
  /** The folder of the built web app. */
  webFolder: string;
  now?: () => Date;
  /** What feeds and open sockets go by, when they look for what nobody told them of. Absent: the system's. */
  clock?: Clock;
  limitFactor?: number;
  /** Records requests and what is done for them. Absent or null: nothing is recorded. */
  tracing?: Tracing | null;
  /** Decodes uploads. Absent: a process is started for them. */
  pictures?: PictureDecoder;
  /** Renders covers for emails and link previews. Absent: a second such process. */
  covers?: PictureDecoder;
}

export type App = Awaited<ReturnType<typeof createApp>>;

/** The composition root: the one place that imports every slice, and gives each its dependencies. */
export async function createApp(options: AppOptions) {
  const { database, jobs, publicUrl, calendarHost, secret, trustedHops, webFolder, limitFactor, logger, now = () => new Date() } = options;
  const { tracing = null, clock = systemClock } = options;
  const { db } = database;
  const mailAddress = senderOf(options.mailFrom).address;
  const hasMailbox = options.mailbox !== "nobody" && options.smtpUrl === null;
  const mailAllowance = options.smtpUrl ? (options.mailAllowance ?? null) : null; // the mailbox page sends nothing
  const metrics = createMetrics({ exemplars: tracing !== null });
  const onError = (error: unknown) => logger.error({ error }, "background");
  const { bus, counters, redisState } = await openSharedServices({ ...options, onFailure: onError, countDropped: metrics.countDropped });
  const openCounter = reportingRefusals(counters.open, metrics.countLimited);
  const inline = inlineHashes(webFolder);
  const server = await createHttpServer({
    publicUrl,
    trustedHops,
    logger,
    openCounter,
    inline,
    tracing,
    tls: options.tls ?? null,
    ...(limitFactor !== undefined && { limitFactor }),
  });
  const openRequests = newOpenRequests();
  countOpenRequests(server.server, openRequests);

  const queueMail = createOutbox(jobs.enqueue);
  const store = createPostgresStore(db, [redactWords, auditHosts, enqueueCausedJobs(jobs.enqueue)], tracing);
  const hint = (made: Hint) => bus.publish({ type: "hint", hint: made });
  const tellAccounts = (userIds: string[]) => bus.publish({ type: "notified", userIds });
  const changeEvent = createEventWriter({ store, now, hint, measure: metrics.measureCommand, tracing });
  const events = openHostedEvents({ db, changeEvent });
  const hostedEvents: typeof events = {
    ...events,
    async leaveEvents(user) {
      await events.leaveEvents(user);
      await erasePhotosOf({ db, changeEvent }, user.id);
      await eraseMentionsOf({ db, changeEvent }, user.id);
    },
  };
  const report = (reason: string) => logger.warn({ "error.message": reason }, "somebody could not sign in at the provider");
  const provider = options.oidc ? openProvider(options.oidc, { report }) : null;
  const { operators = new Set() } = options;
  const accounts = createAccounts({
    trustedHops,
    db,
    now,
    publicUrl,
    secret,
    bus,
    openCounter,
    queueMail,
    provider,
    hostedEvents,
    operators,
  });
  const { identify, identityOf, openVisit } = createRequestIdentity({ sessions: accounts.sessions, publicUrl });
  const access = requestAccess({ db, identityOf });
  const load = createSnapshotLoader(db, [eventInSnapshot, guestsInSnapshot, chatInSnapshot], loadMe);
  const snapshots = createKeptSnapshots({ load, isShort: isShortOfMemory });
  bus.subscribe((message) => message.type === "hint" && snapshots.follow(message.hint));
  const sender = {
    publicUrl,
    calendarHost,
    mailAddress,
    inboundAddress: options.inboundAddress ?? null,
    secret,
    wallet: options.wallet ?? null,
  };
  const perform: Deps["perform"] = async (request, eventId, command, input, settings) =>
    changeEvent(eventId, command, input, await access.callerAt(request, eventId), settings);
  const deps: Deps = { ...sender, db, now, changeEvent, perform, readSnapshot: snapshots.read, access, identityOf, openVisit };

  const pictures = options.pictures ?? openPictureDecoder();
  const covers = options.covers ?? openPictureDecoder({ maxWaiting: MAX_WAITING_COVERS });
  const ending = gracefulShutdown(server);
  const readiness = createReadiness({ isEnding: ending.hasBegun, databaseState: () => databaseState(db), redisState });
  metrics.measureRequests(server);
  await describeApi(server, publicUrl);
  accountRoutes(server, accounts);
  operatorRoutes(server, accounts, options);
  operatorMailRoutes(server, accounts, options);
  const mail = mailers(publicUrl, queueMail);
  const recovery = createGuestRecovery(server, deps, { ...mail, trustedHops });
  const images = { pictures, covers, openCounter, limitFactor };
  const { webPush = true, pushReach = "public" } = options;
  const push = { publicKey: webPush ? pushKeys(secret).publicKey : null, reach: pushReach };
  sliceRoutes(server, deps, { mail, images, recovery, mailAllowance, queueMail, push });
  notificationRoutes(server, { ...deps, tellAccounts });
  choiceRoutes(server, { ...deps, enqueue: jobs.enqueue, tellAccounts });
  mailStyleRoutes(server, webFolder);
  if (hasMailbox) mailboxRoutes(server, { db, publicUrl, isForAnybody: options.mailbox === "anybody" });
  const { inboundAddress, inboundAuthServer = null, inboundWebhookSecret } = options;
  if (inboundAddress && inboundWebhookSecret) {
    const webhookSecret = changing(inboundWebhookSecret);
    const inbound = { inboundAddress, inboundAuthServer, webhookSecret, queueMail, count: metrics.countReply };
    inboundWebhook(server, { ...deps, ...inbound });
  }
  const recorder = options.mailOpens ? createOpenRecorder(db, onError) : null;
  if (recorder) openRoutes(server, { secret, recorder });
  incomingReports(server, {
    ...deps,
    ...(recorder && { noteOpen: recorder.note }),
    reports: options.reports ?? noReports,
    openCounter,
    logger,
    count: metrics.countReport,
  });
  probeRoutes(server, readiness);
  requireUpgrade(server, LIVE_PATH);
  await serveWebFiles(server, webFolder);
  pageRoutes(server, { ...deps, recovery }, createPageRenderer(webFolder));
  await server.ready();

  const { sessions } = accounts;
  const live = { db, now, clock, publicUrl, access, identify, sessions, bus, trustedHops, limitFactor, metrics, tracing, onError };
  const realtime = openRealtime({ ...live, server: server.server, log: store });
  const forMail = { queueMail, mailAllowance, hasMailbox, openCounter, openRequests };
  const worker = createWorker({ ...options, ...deps, ...forMail, hint, tellAccounts, logger, metrics, onError });
  watchDatabase(metrics, db, jobs);
  metrics.watch("turnout_kept_snapshot_bytes", "Memory that kept snapshots take in this process.", snapshots.bytes);
  const { refusedSettings = () => new Map<string, boolean>() } = options;
  metrics.watchEach(
    "turnout_setting_refused",
    "1 while what is in the file of a setting cannot be used, and the value before stays in force; 0 while it is in force.",
    ["setting"],
    () => [...refusedSettings()].map(([setting, isRefused]) => ({ labels: { setting }, value: Number(isRefused) })),
  );
  watchCertificates(metrics, { ...options, databaseUrl: database.url });

  return {
    server,
    deps,
    bus,
    metrics,
    /** Sockets that are open in this process. */
    connections: realtime.connections,
    /** Whether this process should get requests. Throws when the database cannot be reached. */
    readiness,
    /** Starts the worker's role: runs the jobs that changes cause. */
    work: worker.start,
    listen: ending.listen,
    /** Becomes unready and goes on serving, on connections that end with each answer: `stop` is next. */
    leave: ending.begin,
    /** Shuts down gracefully within the given time (ms): accepts nothing new and tells clients to reconnect elsewhere. */
    async stop(withinMs = DRAIN_WITHIN) {
      ending.begin();
      const workerEnds = worker.stop();
      await realtime.stop(withinMs);
      sessions.close();
      await ending.closeWithin(Math.min(withinMs, REQUEST_GRACE));
      pictures.close();
      covers.close();
      await workerEnds; // what it commits meanwhile is passed on by the bus
      await bus.close();
      await counters.close();
    },
  };
}

interface SliceOptions {
  mail: ReturnType<typeof mailers>;
  images: ImageDeps;
  recovery: GuestRecovery;
  mailAllowance: AccountAllowance | null;
  queueMail: QueueMail;
  push: PushSetting;
}

/** The API of events. */
function sliceRoutes(server: FastifyInstance, deps: Deps, { mail, images, recovery, mailAllowance, queueMail, push }: SliceOptions) {
  eventRoutes(server, deps, { needs: [rowsWhere(waitlist)], afterEdit: promoteWaiting }, mail);
  hostRoutes(server, deps, mail);
  imageRoutes(server, deps, images);
  guestRoutes(server, deps);
  recoveryRoutes(server, deps, recovery);
  invitationRoutes(server, deps);
  previewRoutes(server, deps);
  heldInvitationsRoutes(server, deps, mailAllowance);
  remindersRoutes(server, deps);
  bulletinRoutes(server, deps, queueMail);
  chatRoutes(server, deps);
  photoRoutes(server, deps, images);
  calendarRoutes(server, deps);
  feedRoutes(server, deps);
  unsubscribeRoutes(server, deps);
  pushRoutes(server, deps, push);
}
