import { expect, test } from "vitest";
import { blameFor, type Blame } from "./smtp-replies.ts";

/** As providers write them; what was somebody's address or host is made up. */
const replies: [string, Blame, string, "RCPT TO" | "DATA" | "MAIL FROM"][] = [
  ["Gmail, no such user", "recipient", "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces.", "RCPT TO"],
  ["Gmail, full", "recipient", "552-5.2.2 The recipient's inbox is out of storage space. Please direct the recipient to https://support.google.com/mail/?p=OverQuotaPerm", "RCPT TO"],
  ["Gmail, disabled", "recipient", "550 5.2.1 The email account that you tried to reach is disabled.", "RCPT TO"],
  ["Gmail, the sender's day is used up", "sender", "550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to https://support.google.com/a/answer/166852", "DATA"],
  ["Gmail, no SPF or DKIM", "sender", "550-5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM.", "DATA"],
  ["Gmail, likely unsolicited", "sender", "550-5.7.1 [192.0.2.1] Our system has detected that this message is likely unsolicited mail.", "DATA"],
  ["Gmail, receives too fast", "sender", "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.", "RCPT TO"],
  ["Gmail relay, not ours", "sender", "550-5.7.1 Invalid credentials for relay [192.0.2.1]. The IP address you've registered doesn't match", "MAIL FROM"],
  ["Exchange Online, no such user", "recipient", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", "RCPT TO"],
  ["Exchange Online, directory says no", "recipient", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", "RCPT TO"],
  ["Exchange, members only", "recipient", "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required", "DATA"],
  ["Exchange Online, our tenant's quota", "sender", "550 5.7.233 Your message can't be sent because your tenant exceeded its daily limit for sending email to external recipients", "DATA"],
  ["Exchange, bad sender", "sender", "550 5.1.8 Access denied, bad outbound sender", "DATA"],
  ["Outlook.com, no such user", "recipient", "550 5.5.0 Requested action not taken: mailbox unavailable", "RCPT TO"],
  ["Outlook.com, our network is on a list", "sender", "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).", "MAIL FROM"],
  ["Postfix, unknown", "recipient", "550 5.1.1 <grace@example.org>: Recipient address rejected: User unknown in virtual mailbox table", "RCPT TO"],
  ["Postfix, relay", "sender", "554 5.7.1 <grace@example.org>: Relay access denied", "RCPT TO"],
  ["Postfix, domain", "recipient", "550 5.1.2 <grace@example.invalid>: Recipient address rejected: Domain not found", "RCPT TO"],
  ["Postfix, SPF", "sender", "550 5.7.23 <grace@example.org>: Recipient address rejected: Message rejected due to: SPF fail - not authorized", "RCPT TO"],
  ["Postfix, disk of the server", "sender", "552 5.3.4 Message size exceeds fixed limit", "DATA"],
  ["Postfix, wants a login", "sender", "530 5.7.0 Must issue a STARTTLS command first", "MAIL FROM"],
  ["Exim, relay without a code of its own", "sender", "550 relay not permitted", "RCPT TO"],
  ["Exim, unrouteable", "recipient", "550 Unrouteable address", "RCPT TO"],
  ["SES, sandbox", "sender", "554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: grace@example.org", "DATA"],
  ["SES, quota", "sender", "554 Daily message quota exceeded.", "DATA"],
  ["a relay whose credits are used up", "sender", "550 Maximum credits exceeded", "DATA"],
  ["a relay whose month is used up", "sender", "550 You have exceeded your monthly plan", "RCPT TO"],
  ["a relay whose plan is used up", "sender", "554 5.7.1 Monthly limit of this plan reached", "DATA"],
  ["Yahoo, no such user", "recipient", "554 delivery error: dd This user doesn't have a yahoo.com account (grace@yahoo.example) [0]", "DATA"],
  ["Yahoo, policy", "sender", "554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes", "DATA"],
  ["GMX, no such user", "recipient", "550 Requested action not taken: mailbox unavailable", "RCPT TO"],
  ["GMX, policy", "sender", "554 Transaction failed Reject due to policy restrictions.", "DATA"],
  ["GMX, full", "recipient", "552 Requested mail action aborted: exceeded storage allocation. Quota exceeded (mailbox for user is full)", "RCPT TO"],
  ["a server that says no and nothing else", "recipient", "550 no", "RCPT TO"],
]; // prettier-ignore

test.each(replies)("%s: the trouble is the %s's", (_provider, blame, text, command) => {
  expect(blameFor({ code: Number(text.slice(0, 3)), text, command })).toBe(blame);
});
