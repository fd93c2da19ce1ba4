import type { Logger } from "pino";
import { createTakeReply, type Taken, type TakeReplyDeps } from "./calendar/take-reply.ts";
import type { OpenCounter } from "./http/rate-counters.ts";
import { readMail } from "./mail/inbound/read-mail.ts";
import { listenForMail, NotTaken, type Listener } from "./mail/inbound/smtp-listener.ts";
import type { MailSettings } from "./outgoing-mail.ts";
import type { AnySecrets } from "./secrets.ts";

interface IncomingDeps extends Omit<TakeReplyDeps, "inbound">, MailSettings {
  secret: AnySecrets;
  openCounter: OpenCounter;
  logger: Logger;
  /** Counts what became of a mail. */
  count(taken: Taken): void;
  onError(error: unknown): void;
}

/** Takes the replies of calendars from the mail server. Null: no address is set for them. */
export async function openIncomingMail(deps: IncomingDeps): Promise<Listener | null> {
  const { inboundAddress, inboundUrl, inboundTls = null, inboundAuthServer = null, secret, openCounter, logger, count, onError } = deps;
  if (!inboundAddress || !inboundUrl) {
    logger.info("invitations cannot be answered in a calendar: INBOUND_ADDRESS is not set");
    return null;
  }
  const { recipientOf, takeReply } = createTakeReply({ ...deps, inbound: { secret, address: inboundAddress } });
  const listener = await listenForMail({
    url: inboundUrl,
    tls: inboundTls,
    openCounter,
    onError,
    async requireRecipient(address) {
      if (!(await recipientOf(address))) throw new NotTaken(550, "5.1.1 Nobody has this address, or the invitation is no longer valid");
    },
    async take(raw, to) {
      const mail = await readMail(raw, inboundAuthServer);
      for (const address of to) {
        const taken = await takeReply(mail, address);
        count(taken);
        if (taken === "words") throw new NotTaken(550, "5.7.1 This address takes replies of calendars only; please write to the host");
      }
    },
  });
  logger.info({ port: listener.port, believes: inboundAuthServer }, "replies of calendars are taken");
  return listener;
}
