import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { createTakeReply, MAILS_A_DAY, type Taken, type TakeReplyDeps } from "./calendar/take-reply.ts";
import { changing, type Changing } from "./changing.ts";
import { runAlone } from "./db/run-alone.ts";
import type { OpenCounter } from "./http/rate-counters.ts";
import { readDeliveryReport } from "./mail/inbound/delivery-report.ts";
import type { LookUp } from "./mail/inbound/dkim-check.ts";
import { watchMailbox, type Verdict, type WatchedMailbox } from "./mail/inbound/mailbox-watcher.ts";
import { readMail, type InboundMail } from "./mail/inbound/read-mail.ts";
import { claimOfReplyAddress } from "./mail/inbound/reply-address.ts";
import { mailOfReturnPath } from "./mail/inbound/return-path.ts";
import { listenForMail, MAX_INBOUND_RECIPIENTS, NotTaken, type Listener } from "./mail/inbound/smtp-listener.ts";
import { webhookRoutes } from "./mail/inbound/webhook-routes.ts";
import { createTakeReport, type ReportTaken } from "./notifications/take-report.ts";
import type { MailSettings } from "./outgoing-mail.ts";
import type { AnySecrets } from "./secrets.ts";

interface TakeMailDeps extends Omit<TakeReplyDeps, "inbound"> {
  /** Counts what became of a mail. */
  count(taken: Outcome): void;
  /** Asks the DNS for keys of senders. Absent: that of the machine. */
  lookUp?: LookUp;
}

/** What became of a reply, or of a report on a delivery. */
type Outcome = Taken | ReportTaken;

/** A report that comes again in time is taken then. */
const EARLY = "4.3.2 The email that this is about is still being recorded, try again later";

interface IncomingDeps extends TakeMailDeps, MailSettings {
  secret: AnySecrets;
  openCounter: OpenCounter;
  logger: Logger;
  onError(error: unknown): void;
}

/** What a person's own mail server tells them of a mail that reaches nobody. */
const refusals = new Map<Outcome, string>([
  ["wordless", "5.6.0 There is no text in this mail that the hosts could read"],
  ["tooMuch", `5.7.1 The hosts have got ${MAILS_A_DAY} mails of yours in a day, and get no more today`],
]);

export interface IncomingMail {
  /** Of the listener. Null: there is none. */
  port: number | null;
  close(): Promise<void>;
}

/** Takes the replies of calendars, and reports on deliveries, by all ways that are set for workers. Null: no address is set for them. */
export async function openIncomingMail(deps: IncomingDeps): Promise<IncomingMail | null> {
  const { inboundAddress, inboundUrl = null, inboundMailbox = null, inboundAuthServer = null, secret, logger } = deps;
  if (!inboundAddress) {
    logger.info("invitations cannot be answered in a calendar: INBOUND_ADDRESS is not set");
    return null;
  }
  const takeMail = createTakeMail(deps, { inbound: { secret, address: inboundAddress }, authServer: inboundAuthServer });
  const listener = inboundUrl === null ? null : await openListener(deps, inboundUrl, takeMail);
  const mailbox = inboundMailbox === null ? null : openMailbox(deps, changing(inboundMailbox), takeMail);
  return {
    port: listener?.port ?? null,
    async close() {
      await Promise.all([listener?.close(), mailbox?.close()]);
    },
  };
}

async function openListener(deps: IncomingDeps, url: string, takeMail: TakeMail): Promise<Listener> {
  const { inboundTls: tls = null, inboundAuthServer = null, openCounter, logger, onError } = deps;
  const listener = await listenForMail({
    url,
    tls,
    openCounter,
    onError,
    async requireRecipient(address) {
      if (!(await takeMail.isOurs(address))) throw new NotTaken(550, "5.1.1 Nobody has this address, or the invitation is no longer valid");
    },
    async take(raw, envelope) {
      const taken = await takeMail.to(raw, envelope);
      const refusal = taken.map((one) => refusals.get(one)).find(Boolean);
      if (refusal) throw new NotTaken(550, refusal);
    },
  });
  logger.info({ port: listener.port, believes: inboundAuthServer }, "replies of calendars are taken");
  return listener;
}

interface WebhookMailDeps extends TakeMailDeps {
  secret: AnySecrets;
  inboundAddress: string;
  inboundAuthServer: string | null;
  /** What providers sign with. */
  webhookSecret: Changing<string>;
}

/** Takes the replies of calendars that a mail provider posts. */
export function inboundWebhook(server: FastifyInstance, deps: WebhookMailDeps): void {
  const { secret, inboundAddress, inboundAuthServer, webhookSecret, now } = deps;
  const takeMail = createTakeMail(deps, { inbound: { secret, address: inboundAddress }, authServer: inboundAuthServer });
  webhookRoutes(server, {
    secret: webhookSecret,
    now,
    async take(raw) {
      const taken = await takeMail.toWhomItSays(raw);
      if (taken.some((one) => refusals.has(one))) return "refused";
      return taken.every((one) => one === "unknown") ? "unknown" : "taken";
    },
  });
}

/** The advisory lock's number: of several workers that watch the mailbox, one takes a mail. */
const MAILBOX_LOCK = 6_143_201;

function openMailbox({ db, logger }: IncomingDeps, url: Changing<string>, takeMail: TakeMail): WatchedMailbox {
  return watchMailbox({
    url,
    take: async (raw) => verdictOn(await takeMail.toWhomItSays(raw)),
    alone: (task) => runAlone(db, MAILBOX_LOCK, task),
    onOpen: () => logger.info("the mailbox for replies of calendars is watched"),
    onFailure: (reason) => logger.error({ "error.message": reason }, "the mailbox of INBOUND_IMAP does not work; it is tried again"),
  });
}

/** A person has to look at what is nobody's, or says nothing to us. */
const verdictOn = (taken: Outcome[]): Verdict => (taken.some((one) => !leftAlone.has(one)) ? "done" : "unreadable");
const leftAlone = new Set<Outcome>(["unknown", "wordless", "tooMuch", "unreadable"]);

type TakeMail = ReturnType<typeof createTakeMail>;

/** What becomes of a mail, by whichever way it came in. */
function createTakeMail(
  { count, lookUp, ...deps }: TakeMailDeps,
  { inbound, authServer }: Pick<TakeReplyDeps, "inbound"> & { authServer: string | null },
) {
  const { recipientOf, takeReply } = createTakeReply({ ...deps, inbound });

  const takeReport = createTakeReport({ ...deps, secret: inbound.secret });

  async function takeEach(raw: Buffer, mail: InboundMail, { from, to }: { from: string | null; to: string[] }): Promise<Outcome[]> {
    const taken: Outcome[] = [];
    for (const address of to) {
      const about = mailOfReturnPath(inbound, address);
      taken.push(about === null ? await takeReply(mail, address) : await takeReportOn(about, raw, from));
    }
    taken.forEach(count);
    if (taken.includes("early")) throw new NotTaken(451, EARLY);
    return taken;
  }

  async function takeReportOn(mailId: string, raw: Buffer, from: string | null): Promise<Outcome> {
    const report = await readDeliveryReport(raw, from);
    return report ? takeReport(report, mailId) : "automatic";
  }

  return {
    isOurs: async (address: string) => mailOfReturnPath(inbound, address) !== null || (await recipientOf(address)) !== null,
    to: async (raw: Buffer, envelope: { from: string; to: string[] }) =>
      takeEach(raw, await readMail(raw, authServer, lookUp, envelope.from), envelope),
    /** For ways in that tell no recipients: those of its own headers. */
    async toWhomItSays(raw: Buffer): Promise<Outcome[]> {
      const mail = await readMail(raw, authServer, lookUp);
      const ours = mail.to.filter((address) => claimOfReplyAddress(inbound, address)).slice(0, MAX_INBOUND_RECIPIENTS);
      return takeEach(raw, mail, { from: null, to: ours.length > 0 ? ours : [inbound.address] });
    },
  };
}
