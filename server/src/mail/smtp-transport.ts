import { isEmailAddress } from "@turnout/contract/email-address";
import { createTransport } from "nodemailer";
import { Undeliverable, type FinishedMail, type Transport } from "./transport.ts";

/** How long a mail server may be silent (ms). */
export const SMTP_TIMEOUT = 20_000;
/** Connections that one process keeps to the mail server. */
const CONNECTIONS = 4;

/** Thrown when the mail server does not take a mail now. Its message names nobody, because it is logged. */
class MailServerFailed extends Error {}

/** Sends over SMTP. `from` is an address, or a name with the address in angle brackets. */
export function smtpTransport(url: string, from: string, timeout = SMTP_TIMEOUT): Transport {
  const sender = senderOf(from);
  const smtp = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
  } as never);
  return {
    async send(mail) {
      // The envelope is parsed as a text: anything but one plain address could turn out to be several recipients.
      if (!isEmailAddress(mail.to)) throw new Undeliverable("the recipient is not a mail address");
      try {
        await smtp.sendMail(messageOf(mail, sender));
      } catch (error) {
        throw reasonOf(error as SmtpError);
      }
    },
    close: () => smtp.close(),
  };
}

function messageOf({ messageId, to, subject, html, text, headers, calendar }: FinishedMail, from: Sender) {
  const attachments = calendar && [
    { filename: calendar.name, content: calendar.content, contentType: `text/calendar; charset=utf-8; method=${calendar.method}` },
  ];
  return {
    from,
    to: { name: "", address: to },
    envelope: { from: from.address, to: [to] },
    subject,
    html,
    text,
    messageId,
    headers,
    ...(attachments && { attachments }),
  };
}

interface Sender {
  name: string;
  address: string;
}

function senderOf(from: string): Sender {
  const [, name = "", address = from] = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(from) ?? [];
  return { name, address: address.trim() };
}

interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
}

/** Only what the server says of this recipient or this content is final. A wrong password, say, can be mended. */
function reasonOf({ code, command, responseCode }: SmtpError): Error {
  const isFinal = responseCode !== undefined && responseCode >= 500 && (command === "RCPT TO" || command === "DATA");
  if (isFinal) return new Undeliverable(`the mail server said ${responseCode}`);
  return new MailServerFailed(`the mail server failed: ${[code, responseCode].filter(Boolean).join(" ") || "unknown"}`);
}
