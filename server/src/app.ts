import type { IncomingMessage } from "node:http";
import type { FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { MailboxFor } from "./config.ts";
import { systemClock } from "./clock.ts";
import { createAccounts } from "./accounts/context.ts";
import { forgetExpired } from "./accounts/forget-expired.ts";
import { accountRoutes } from "./accounts/routes.ts";
import { watchSessions } from "./accounts/watch-sessions.ts";
import { calendarRoutes } from "./calendar/routes.ts";
import { openSharedServices } from "./shared-services.ts";
import { chatInSnapshot } from "./chat/queries.ts";
import { redactWords } from "./chat/redact-words.ts";
import { chatRoutes } from "./chat/routes.ts";
import { databaseState } from "./db/database-state.ts";
import type { OpenDatabase } from "./db/open-database.ts";
import { openHostedEvents } from "./events/hosted-events.ts";
import { hostRoutes, type HostMail } from "./events/host-routes.ts";
import { imageRoutes } from "./events/image-routes.ts";
import { eventInSnapshot, eventRow } from "./events/queries.ts";
import { reworkAllTimes } from "./events/rework-times.ts";
import { eventRoutes } from "./events/routes.ts";
import { requestAccess } from "./guests/access.ts";
import { forgetExpiredVisits } from "./guests/forget-expired-visits.ts";
import { guestsInSnapshot, listedAmong } from "./guests/queries.ts";
import { recoveryRoutes, type RecoveryMail } from "./guests/recovery-routes.ts";
import { rewriteAddresses } from "./guests/rewrite-addresses.ts";
import { guestRoutes } from "./guests/routes.ts";
import { promoteWaiting } from "./guests/seats.ts";
import { waitingLine } from "./guests/tables.ts";
import { newVisitToken, visitIdOf } from "./guests/visits.ts";
import { TooManyAtOnce, createAdmissionControl } from "./http/admission-control.ts";
import { clientAddress, clientNetworks } from "./http/client-network.ts";
import { keepVisit, visitToken } from "./http/cookies.ts";
import type { Deps } from "./http/deps.ts";
import { REQUEST_GRACE, gracefulShutdown } from "./http/graceful-shutdown.ts";
import { describeApi } from "./http/openapi.ts";
import { inlineHashes } from "./http/inline-hashes.ts";
import { createPageRenderer } from "./http/page.ts";
import { probeRoutes } from "./http/probes.ts";
import { createHttpServer } from "./http/server.ts";
import { requireUpgrade } from "./http/upgrade-required.ts";
import { serveWebFiles } from "./http/static-files.ts";
import type { Jobs } from "./jobs/jobs.ts";
import { invitationRoutes } from "./invitations/routes.ts";
import { createEventWriter } from "./log/change-event.ts";
import { rowsWhere } from "./log/event-table.ts";
import { createSnapshotLoader } from "./log/load-snapshot.ts";
import { createPostgresStore, type Effect } from "./log/postgres-store.ts";
import { pruneLog } from "./log/prune-log.ts";
import { forgetOldMail } from "./mail/forget-old-mail.ts";
import type { AccountAllowance } from "./mail/budget.ts";
import { mailboxRoutes } from "./mail/mailbox-routes.ts";
import { mailboxTransport } from "./mail/mailbox-transport.ts";
import { createOutbox, type QueueMail } from "./mail/outbox.ts";
import { senderOf, smtpTransport } from "./mail/smtp-transport.ts";
import { mailStyleRoutes } from "./mail/style-routes.ts";
import { noTransport, type Transport } from "./mail/transport.ts";
import { watchedTransport } from "./mail/watched-transport.ts";
import { unsubscribeRoutes } from "./mail/unsubscribe-routes.ts";
import { giveUpInvitations } from "./notifications/give-up-invitations.ts";
import { jobsFor } from "./notifications/jobs-for.ts";
import { startCrowdThread, type CrowdThread } from "./notifications/crowd-thread.ts";
import { notificationJobs, promptJobs } from "./notifications/jobs.ts";
import { heldInvitationsRoutes } from "./notifications/held-invitations-routes.ts";
import { previewRoutes } from "./notifications/preview-routes.ts";
import { pageRoutes } from "./pages/routes.ts";
import { MAX_WAITING_COVERS } from "./pictures/limits.ts";
import { openPictureDecoder, type PictureDecoder } from "./pictures/picture-decoder.ts";
import { createFeeds } from "./realtime/feeds.ts";
import { createConnectionLimits } from "./realtime/connection-limits.ts";
import { createPresence } from "./realtime/presence.ts";
import type { Identity } from "./realtime/session.ts";
import { LIVE_PATH, openSockets } from "./realtime/socket.ts";
import { createLogger } from "./telemetry/logging.ts";
import { createMetrics } from "./telemetry/metrics.ts";

/** The longest that a stop takes for moving sockets elsewhere (ms). */
export const DRAIN_WITHIN = 8_000;

export interface AppOptions {
  database: OpenDatabase;
  jobs: Jobs;
  /** What carries hints, presence and counts between processes. Null: there is only this one. */
  redisUrl?: string | null;
  /** Null: mail goes to the mailbox page, or, without one, nowhere. */
  smtpUrl: string | null;
  /** Who can read every mail on a page. */
  mailbox: MailboxFor;
  mailFrom: string;
  /** What accounts may send a day to people who did not ask for it. Null or absent: as much as they like. */
  mailAllowance?: AccountAllowance | null;
  /** Mails a second to the mail server. Null or absent: as many as it takes. */
  mailRate?: number | null;
  publicUrl: string;
  /** What the names of calendar entries end in; see `keptCalendarHost`. */
  calendarHost: string;
  secret: string;
  trustedHops: number;
  logLevel: string;
  /** The folder that the web app was built into. */
  webFolder: string;
  now?: () => Date;
  limitFactor?: number;
  /** What decodes uploads. Absent: a process of their own. */
  pictures?: PictureDecoder;
  /** What makes covers for mails and chats. Absent: another such process. */
  covers?: PictureDecoder;
}

export type App = Awaited<ReturnType<typeof createApp>>;

/** The composition root: the one place that knows everyone, and hands each what it may know. */
export async function createApp(options: AppOptions) {
  const {
    database,
    jobs,
    publicUrl,
    calendarHost,
    secret,
    trustedHops,
    logLevel,
    webFolder,
    limitFactor,
    now = () => new Date(),
  } = options;
  const { db } = database;
  const mailAddress = senderOf(options.mailFrom).address;
  const hasMailbox = options.mailbox !== "nobody" && options.smtpUrl === null;
  const metrics = createMetrics();
  const logger = createLogger(logLevel);
  const onError = (error: unknown) => logger.error({ err: error }, "background");
  const { bus, counters, redisState } = openSharedServices({ ...options, onTrouble: onError, countDropped: metrics.countDropped });
  const openCounter = counters.open;
  const server = await createHttpServer({
    publicUrl,
    trustedHops,
    logger,
    openCounter,
    inline: inlineHashes(webFolder),
    ...(limitFactor !== undefined && { limitFactor }),
  });

  const queueMail = createOutbox(jobs.enqueue);
  const enqueueJobs: Effect = (run, eventId, entries) => {
    const caused = entries.flatMap((entry) => jobsFor(eventId, entry));
    return caused.length === 0 ? null : jobs.enqueue(run, caused);
  };
  const store = createPostgresStore(db, [redactWords, enqueueJobs]);
  const changeEvent = createEventWriter({
    store,
    now,
    hint: (hint) => bus.publish({ type: "hint", hint }),
    measure: metrics.measureCommand,
  });
  const parts = [eventInSnapshot, guestsInSnapshot, chatInSnapshot];
  const mail = mailers(publicUrl, queueMail);
  const mailAllowance = options.smtpUrl ? (options.mailAllowance ?? null) : null; // the mailbox page mails nobody
  const watch = {
    tell: (trouble: string) => logger.error({ trouble }, "mail cannot be sent; it waits and is tried again"),
    count: metrics.countMail,
    onError,
  };
  const transport = watchedTransport(transportOf(options, hasMailbox), watch);
  let crowdThread: CrowdThread | null = null;
  const accounts = createAccounts({
    trustedHops,
    db,
    now,
    publicUrl,
    secret,
    bus,
    openCounter,
    queueMail,
    hostedEvents: openHostedEvents({ db, changeEvent }),
  });

  async function identify(headers: IncomingMessage["headers"]): Promise<Identity> {
    const user = await accounts.sessions.userOf({ headers });
    const token = visitToken(publicUrl, headers.cookie);
    return { user, sessionId: user?.sessionId ?? null, visitId: token && visitIdOf(token) };
  }

  // Opened twice in one request, a visit is still one: what the first grants, the second has to find.
  const opened = new WeakMap<FastifyRequest, string>();
  const identityOf: Deps["identityOf"] = async (request) => {
    const identity = await identify(request.headers);
    const token = opened.get(request);
    return token ? { ...identity, visitId: visitIdOf(token) } : identity;
  };
  const access = requestAccess({ db, identityOf });
  const deps: Deps = {
    db,
    now,
    changeEvent,
    publicUrl,
    calendarHost,
    mailAddress,
    secret,
    identityOf,
    access,
    perform: async (request, eventId, command, input, options) =>
      changeEvent(eventId, command, input, await access.callerAt(request, eventId), options),
    loadSnapshot: createSnapshotLoader(db, parts),
    openVisit(request, reply) {
      const known = opened.get(request) ?? visitToken(publicUrl, request.headers.cookie);
      const token = known ?? newVisitToken();
      if (!known) keepVisit(publicUrl, reply, token);
      opened.set(request, token);
      return visitIdOf(token);
    },
  };

  let hasToldOfShared = false;
  /** What an earlier version wrote, and may still write beside this one. */
  async function bringUpToDate() {
    await reworkAllTimes({ db, changeEvent });
    const { addresses, shared } = await rewriteAddresses({ db, changeEvent, secret });
    if (addresses > shared.length) logger.info({ addresses: addresses - shared.length }, "mail addresses brought into their one form");
    if (shared.length === 0 || hasToldOfShared) return;
    hasToldOfShared = true;
    logger.warn({ accounts: shared }, "accounts have the same mail address; each opens with its own password");
  }

  const pictures = options.pictures ?? openPictureDecoder();
  const covers = options.covers ?? openPictureDecoder({ line: MAX_WAITING_COVERS });
  const ending = gracefulShutdown(server);
  metrics.measureRequests(server);
  await describeApi(server, publicUrl);
  accountRoutes(server, accounts);
  eventRoutes(server, deps, { needs: [rowsWhere(waitingLine)], afterEdit: promoteWaiting });
  hostRoutes(server, deps, mail);
  imageRoutes(server, deps, { pictures, covers, openCounter, limitFactor });
  guestRoutes(server, deps);
  recoveryRoutes(server, deps, { ...mail, trustedHops });
  invitationRoutes(server, deps);
  previewRoutes(server, deps);
  heldInvitationsRoutes(server, deps, mailAllowance);
  chatRoutes(server, deps);
  calendarRoutes(server, deps);
  unsubscribeRoutes(server, deps);
  mailStyleRoutes(server, webFolder);
  if (hasMailbox) mailboxRoutes(server, { db, publicUrl, isForAnybody: options.mailbox === "anybody" });
  probeRoutes(server, { isEnding: ending.hasBegun, databaseState: () => databaseState(db), redisState });
  requireUpgrade(server, LIVE_PATH);
  await serveWebFiles(server, webFolder);
  pageRoutes(server, deps, createPageRenderer(webFolder));
  await server.ready();

  const feeds = createFeeds({
    log: store,
    bus,
    clock: systemClock,
    wallTime: () => now().getTime(),
    measureLag: metrics.measureLag,
    countReset: metrics.countReset,
    onError,
  });
  const presence = createPresence({
    bus,
    subscribersOf: feeds.subscribersOf,
    guestListFor: async (eventId) => (await eventRow(db, eventId))?.guest_list_for ?? null,
    listedAmong: (eventId, guestIds) => listedAmong(db, eventId, guestIds),
    onError,
  });
  const sessionWatch = watchSessions({ db, now, onEnded: accounts.sessions.sessionEnded, onError });
  const admit = createAdmissionControl(undefined, metrics.countRefusedConnection);
  const sockets = openSockets({
    server: server.server,
    feeds,
    presence,
    bus,
    onError: (error) => error instanceof TooManyAtOnce || onError(error), // counted; thousands of lines in the log would be one trouble more
    origin: new URL(publicUrl).origin,
    async identify(request) {
      const identity = await admit(() => identify(request.headers));
      if (identity.sessionId) sessionWatch.opened(identity.sessionId, request.socket);
      return identity;
    },
    callerOf(request) {
      const token = visitToken(publicUrl, request.headers.cookie);
      return { networks: clientNetworks(clientAddress(request, trustedHops)), browser: token && visitIdOf(token) };
    },
    limits: createConnectionLimits(limitFactor),
    viewerOf: (eventId, identity) => deps.access.viewerOf(identity, eventId),
    countSlowReader: metrics.countSlowReader,
  });
  metrics.watch("turnout_subscribers", "Readers that follow an event through this process.", feeds.subscriberCount);
  metrics.watch("turnout_oldest_job_seconds", "How long the oldest job that could be done has been waiting.", jobs.oldestWaiting);
  metrics.watch("turnout_sockets", "Open sockets.", sockets.count);
  metrics.watch("turnout_bus_connected", "1 while other processes can be told of changes at once.", () => Number(bus.isConnected()));

  return {
    server,
    deps,
    bus,
    metrics,
    logger,
    /** Takes up the role of a worker: does the jobs that changes set off. */
    async work() {
      const mailing = { publicUrl, calendarHost, mailAddress, secret, mailAllowance };
      const mailDeps = { ...mailing, db, enqueue: jobs.enqueue, transport, queueMail, changeEvent, now };
      const { smtpUrl, mailFrom, mailRate = null } = options;
      if (smtpUrl && jobs.url) crowdThread = startCrowdThread({ ...mailing, smtpUrl, mailFrom, mailRate, databaseUrl: jobs.url }, watch);
      await jobs.work({
        ...(crowdThread ? promptJobs(mailDeps) : notificationJobs(mailDeps)),
        forgetOld: () => forgetOld({ db, changeEvent }, now()),
        reworkTimes: bringUpToDate,
      });
      await bringUpToDate().catch(onError);
      void tryMailServer(transport, logger);
    },
    /** Stops accepting, tells sockets to go on elsewhere, and ends within the given time (ms). */
    async stop(withinMs = DRAIN_WITHIN) {
      ending.begin();
      const crowdEnds = crowdThread?.stop();
      await sockets.drain(withinMs);
      feeds.stop();
      presence.stop();
      sessionWatch.stop();
      accounts.sessions.close();
      await ending.closeWithin(Math.min(withinMs, REQUEST_GRACE));
      pictures.close();
      covers.close();
      await bus.close();
      await counters.close();
      await crowdEnds;
    },
  };
}

function transportOf({ smtpUrl, mailFrom, mailRate = null, database }: AppOptions, hasMailbox: boolean): Transport {
  if (smtpUrl) return smtpTransport(smtpUrl, mailFrom, { rate: mailRate });
  return hasMailbox ? mailboxTransport(database.db) : noTransport;
}

/** Says in one line whether mail will go out. That it would not is no reason not to start: somebody mends it meanwhile. */
async function tryMailServer(transport: Transport, logger: Logger) {
  try {
    if (!transport.check) return;
    await transport.check();
    logger.info("the mail server takes our mail");
  } catch (error) {
    logger.error({ trouble: (error as Error).message }, "the mail server would not take mail; what is sent waits and is tried again");
  }
}

/** What is past its time goes, once a day: each slice knows its own. */
async function forgetOld({ db, changeEvent }: Pick<Deps, "db" | "changeEvent">, now: Date) {
  await giveUpInvitations({ db, changeEvent }, now);
  for (const forget of [pruneLog, forgetExpired, forgetExpiredVisits, forgetOldMail]) await forget(db, now);
}

/** The mails that routes cause directly; those that entries cause are in notifications/jobs-for.ts. */
function mailers(publicUrl: string, queueMail: QueueMail): RecoveryMail & HostMail {
  return {
    mailRecoveryCode: (tx, { codeId, eventId, guestId, email, code }) =>
      queueMail(tx, { cause: `recovery:${codeId}`, kind: "recoveryCode", recipient: email, payload: { eventId, guestId, codeId, code } }),
    mailHostInvitation: (tx, { invitationId, email, token }) =>
      queueMail(tx, {
        cause: `hostInvitation:${invitationId}`,
        kind: "hostInvitation",
        recipient: email,
        payload: { invitationId, url: `${publicUrl}/host/${token}` },
      }),
  };
}
