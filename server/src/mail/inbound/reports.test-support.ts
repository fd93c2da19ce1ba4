/** A report on a delivery, in the shapes that mail servers write it in. */
interface Report {
  action?: string;
  status?: string;
  said?: string;
  /** Whom it says that it is about. */
  recipient?: string;
}

const DAEMON = "From: Mail Delivery System <MAILER-DAEMON@mx.example.org>";
/** The email that came back: its words, too, could be taken for a report's. */
const original = ["Subject: Action: delayed", "From: Ada via Turnout <hello@turnout.test>", "", "550 5.2.2 mailbox full", ""];

/** RFC 3464. */
export function reportOf({ action = "failed", status = "5.1.1", said, recipient = "grace@example.org" }: Report = {}): string {
  return [
    DAEMON,
    "Subject: Undelivered Mail Returned to Sender",
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "I'm sorry to have to inform you of this.",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example.org",
    "Arrival-Date: Fri, 18 Jun 2027 20:00:00 +0200",
    "",
    `Final-Recipient: rfc822; ${recipient}`,
    ...(action ? [`Action: ${action}`] : []),
    ...(status ? [`Status: ${status}`] : []),
    ...(said ? [`Diagnostic-Code: smtp; ${said}`] : []),
    "",
    "--b",
    "Content-Type: message/rfc822",
    "",
    ...original,
    "--b--",
    "",
  ].join("\r\n");
}

/** In words alone, as half of all servers write them. */
export function wordsOf(words: string, { from = DAEMON, subject = "failure notice", headers = [] as string[] } = {}): string {
  return [from, `Subject: ${subject}`, ...headers, "Content-Type: text/plain; charset=utf-8", "", words, ""].join("\r\n");
}

/** RFC 5965. */
export function complaintOf(type = "abuse"): string {
  return [
    "From: feedback@isp.example",
    "Subject: FW: Invitation",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "This is an email abuse report.",
    "--b",
    "Content-Type: message/feedback-report",
    "",
    `Feedback-Type: ${type}`,
    "User-Agent: Feedback/1.0",
    "Version: 1",
    "Original-Rcpt-To: somebody-else@example.org",
    "",
    "--b",
    "Content-Type: message/rfc822",
    "",
    ...original,
    "--b--",
    "",
  ].join("\r\n");
}
