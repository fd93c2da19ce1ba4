import { isEmailAddress, quotedForMail } from "@turnout/contract/email-address";
import { openPool } from "./smtp-pool.ts";
import { reasonOf, type SmtpError } from "./smtp-trouble.ts";
import { Undeliverable, type FinishedMail, type Transport } from "./transport.ts";

/** How long a mail server may be silent (ms). */
export const SMTP_TIMEOUT = 20_000;
/** Connections that one process keeps to the mail server, and those it has for what somebody waits for. */
const CONNECTIONS = 4;
const URGENT_CONNECTIONS = 2;

export interface SmtpOptions {
  /** How long the server may be silent (ms). */
  timeout?: number;
  /** Mails a second that nobody sits and waits for. Null: as many as the server takes. */
  rate?: number | null;
}

/** Sends over SMTP. `from` is an address, or a name with the address in angle brackets. */
export function smtpTransport(url: string, from: string, { timeout = SMTP_TIMEOUT, rate = null }: SmtpOptions = {}): Transport {
  const sender = senderOf(from);
  const bulk = openPool(url, { timeout, connections: CONNECTIONS, rate });
  const urgent = openPool(url, { timeout, connections: URGENT_CONNECTIONS, rate: null });
  return {
    async send(mail) {
      // The envelope is parsed as a text: anything but one plain address could turn out to be several recipients.
      if (!isEmailAddress(mail.to)) throw new Undeliverable("the recipient is not a mail address");
      try {
        const { places, smtp } = mail.isUrgent ? urgent : bulk;
        await places(() => smtp.sendMail(messageOf(mail, sender)));
      } catch (error) {
        throw reasonOf(error as SmtpError);
      }
    },
    async check() {
      await urgent.smtp.verify().catch((error: unknown) => {
        throw reasonOf(error as SmtpError);
      });
    },
    close() {
      bulk.smtp.close();
      urgent.smtp.close();
    },
  };
}

function messageOf({ messageId, to, subject, html, text, headers, from = null, replyTo, calendar }: FinishedMail, sender: Sender) {
  const attachments = calendar && [
    { filename: calendar.name, content: calendar.content, contentType: `text/calendar; charset=utf-8; method=${calendar.method}` },
  ];
  return {
    from: { name: nameOf(from, sender), address: sender.address },
    ...(replyTo && isEmailAddress(replyTo.address) && { replyTo }),
    to: { name: "", address: quotedForMail(to) },
    envelope: { from: sender.address, to: [quotedForMail(to)] },
    subject,
    html,
    textEncoding: "base64" as const, // quoted-printable takes a tenth of all that sending a mail takes
    text,
    messageId,
    headers,
    ...(attachments && { attachments }),
  };
}

/** A host's name alone would pass the operator's address off as the host's. */
function nameOf(from: string | null, { name }: Sender): string {
  return from ? `${from} via ${name || "Turnout"}` : name;
}

export interface Sender {
  name: string;
  address: string;
}

/** The address, and the name if there is one, of `Turnout <hello@turnout.example>`. */
export function senderOf(from: string): Sender {
  const [, name = "", address = from] = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(from) ?? [];
  return { name, address: address.trim() };
}
