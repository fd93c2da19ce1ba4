import type { Kysely } from "kysely";
import type { Logger } from "pino";
import type { Changing } from "./changing.ts";
import type { Database } from "./db/database.ts";
import type { DraftMail } from "./events/delete-draft.ts";
import type { HostMail } from "./events/host-routes.ts";
import type { RecoveryMail } from "./guests/recover-guest.ts";
import type { Dkim } from "./mail/dkim-key.ts";
import { mailboxTransport } from "./mail/mailbox-transport.ts";
import type { QueueMail } from "./mail/outbox.ts";
import type { ReportSettings } from "./mail/provider-reports/providers.ts";
import { noTransport, type Transport } from "./mail/transport.ts";
import type { KeyPair } from "./tls/key-pair.ts";

export interface MailSettings {
  /** Null: email goes to the mailbox page or, without one, nowhere. */
  smtpUrl: string | Changing<string> | null;
  /** Authorities that are trusted besides the public ones. Null or absent: none. */
  tlsCa?: Changing<string> | null;
  mailFrom: string;
  /** Most emails per second to the mail server. Null or absent: no limit. */
  mailRate?: number | null;
  /** By which email is signed. Null or absent: not at all. */
  dkim?: Dkim | null;
  /** Whether mail servers are asked to report what they delivered. Absent: no. */
  receipts?: boolean;
  /** Whether invitations have an image by which they tell that they were opened. Absent: no. */
  mailOpens?: boolean;
  /** Where replies of calendars arrive; each guest has an address of their own there. Null or absent: nowhere. */
  inboundAddress?: string | null;
  /** Where workers take them from the mail server: `smtp://…` or `lmtp://…`. */
  inboundUrl?: string | null;
  /** The mailbox that workers watch for them: `imaps://…`. */
  inboundMailbox?: string | Changing<string> | null;
  /** What mail providers sign with that post them. Null or absent: none may. */
  inboundWebhookSecret?: string | Changing<string> | null;
  /** The mail providers that tell what becomes of email. Absent: none does. */
  reports?: ReportSettings;
  /** What the port of `inboundUrl` encrypts with. Null or absent: it does not. */
  inboundTls?: Changing<KeyPair> | null;
  /** The mail server whose statements on senders are believed. Null or absent: none. */
  inboundAuthServer?: string | null;
}

/** Where email goes: to the mail server, to the mailbox page, or nowhere. */
export function openTransport(
  { smtpUrl, mailFrom, mailRate = null, dkim = null, receipts = false }: MailSettings,
  mailbox: Kysely<Database> | null,
): Transport {
  if (smtpUrl)
    return openedWhenUsed(async () =>
      (await import("./mail/smtp-transport.ts")).smtpTransport(smtpUrl, mailFrom, { rate: mailRate, dkim, receipts }),
    );
  return mailbox ? mailboxTransport(mailbox) : noTransport;
}

/** Whoever sends no email loads nothing for it. */
function openedWhenUsed(open: () => Promise<Transport>): Transport {
  let opening: Promise<Transport> | null = null;
  const opened = () => (opening ??= open());
  return {
    send: async (mail) => (await opened()).send(mail),
    check: async () => (await opened()).check?.(),
    close: () =>
      void opening?.then(
        (transport) => transport.close(),
        () => {}, // told whoever wanted to send
      ),
  };
}

/** Logs whether the mail server accepts email. A failure does not stop the start: the operator can correct it while the server runs. */
export async function tryMailServer(transport: Transport, logger: Logger): Promise<void> {
  try {
    if (!transport.check) return;
    await transport.check();
    logger.info("the mail server accepts our email");
  } catch (error) {
    logger.error({ "error.message": (error as Error).message }, "the mail server does not accept email; it waits and is tried again");
  }
}

/** Queues the emails that routes cause directly; notifications/jobs-for.ts has those that log entries cause. */
export function mailers(publicUrl: string, queueMail: QueueMail): RecoveryMail & HostMail & DraftMail {
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
    mailDraftDeleted: (tx, mails) =>
      queueMail(
        tx,
        ...mails.map(({ eventId, userId, email, locale, title, by }) => ({
          cause: `draftDeleted:${eventId}:${userId}`,
          kind: "draftDeleted",
          recipient: email,
          payload: { locale, title, by },
        })),
      ),
  };
}
