import { tlsFault } from "../tls/tls-fault.ts";
import { blameFor, reasonFor } from "./smtp-replies.ts";
import { MailServerFailed, Undeliverable } from "./transport.ts";

export interface SmtpError extends Error {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
  /** Nothing of the message has left yet: it can go over another connection. */
  isUnsent?: boolean;
}

/** Final (`Undeliverable`) or to be retried (`MailServerFailed`), by whose fault it is. Replies name addresses, so a message keeps only their codes. */
export function failureOf(error: SmtpError): Error {
  if (error instanceof MailServerFailed) return error;
  const { command = "", response = "", responseCode: code = 0 } = error;
  const reply = { code, text: response, command };
  if (code >= 500 && blameFor(reply) === "recipient") return new Undeliverable(`the mail server said ${code}`, reasonFor(reply));
  return new MailServerFailed(`the mail server failed: ${describe(error)}`, { isOperators: code >= 500 || code === 0 });
}

/** What is wrong with the mail server, and how to fix it. */
function describe(error: SmtpError): string {
  const { code, command, responseCode, response = "" } = error;
  const fault = tlsFault(error);
  if (fault) return `${fault}${fault.startsWith("its certificate") ? OTHERWISE : ""}`;
  if (code === "ETLS" && command === "STARTTLS") return "it offers no encryption (STARTTLS), which SMTP_URL asks for by requireTLS=true";
  if (code === "EAUTH") return `it does not take the user name and password of SMTP_URL (${responseCode ?? code})`;
  const enhanced = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0];
  return [code, responseCode, enhanced, command && `after ${command}`].filter(Boolean).join(" ") || "unknown";
}

/** For a mail server on the same machine, whose certificate nobody looks after. */
const OTHERWISE = "; ?tls.rejectUnauthorized=false at the end of SMTP_URL takes any certificate, and ?ignoreTLS=true does not encrypt";
