/** A mail that somebody, or a mail server, writes to us once, however often it is delivered. */
export interface WrittenMail {
  guestId: string;
  /** `reply`: of a calendar. `delegation`: one that sends somebody else. `otherAddress`: one that another address sends. `words`: an email in plain words. `failed`, `delayed`: of a mail server. */
  kind: "reply" | "delegation" | "otherAddress" | "words" | "failed" | "delayed";
  /** What makes it another one: the comment of a reply, or the plain words. Empty: reports have none. */
  words: string;
  answer: "going" | "maybe" | "declined" | null;
  /** SEQUENCE and DTSTAMP (ms) of a reply. */
  sequence: number;
  writtenAt: number;
}

/** Where a guest's mails go to, out of the invitation that they got. */
export interface Addresses {
  /** Reply-To. */
  reply: string;
  /** The envelope's sender: reports on that invitation go there. */
  returnPath: string;
  uid: string;
  email: string;
}

export interface Envelope {
  from: string;
  to: string;
  raw: string;
}

/** The server that receives mail for us, and says what it has checked. */
export const RECEIVING_SERVER = "mx.turnout.test";
const PARTSTAT = { going: "ACCEPTED", maybe: "TENTATIVE", declined: "DECLINED" };
const DELEGATE = "bea@example.org";
const OTHER_ADDRESS = "grace.at.work@example.org";

/** As it arrives. Written twice, it is the same to the octet. */
export function envelopeOf(mail: WrittenMail, { reply, returnPath, uid, email }: Addresses): Envelope {
  if (mail.kind === "failed" || mail.kind === "delayed") return { from: "", to: returnPath, raw: reportOf(mail, email) };
  const from = mail.kind === "otherAddress" ? OTHER_ADDRESS : email;
  const body = mail.kind === "words" ? ["Content-Type: text/plain; charset=utf-8", "", mail.words] : calendarPart(mail, uid, from);
  return { from, to: reply, raw: linesOf([...headOf(mail, from, reply), ...body]) };
}

function headOf({ guestId, kind, writtenAt }: WrittenMail, from: string, to: string): string[] {
  return [
    `Authentication-Results: ${RECEIVING_SERVER}; spf=pass; dmarc=pass header.from=example.org`,
    `From: Grace <${from}>`,
    `To: ${to}`,
    `Message-ID: <${kind}.${guestId}.${writtenAt}@example.org>`,
    "Subject: Picnic",
    "MIME-Version: 1.0",
  ];
}

function calendarPart({ kind, answer, sequence, writtenAt, words }: WrittenMail, uid: string, from: string): string[] {
  return [
    "Content-Type: text/calendar; charset=utf-8; method=REPLY",
    "",
    "BEGIN:VCALENDAR",
    "PRODID:-//Example//Calendar//EN",
    "VERSION:2.0",
    "METHOD:REPLY",
    "BEGIN:VEVENT",
    `UID:${uid}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${new Date(writtenAt).toISOString().replaceAll(/[-:]|\.\d+/g, "")}`,
    kind === "delegation"
      ? `ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:${DELEGATE}":mailto:${from}`
      : `ATTENDEE;PARTSTAT=${PARTSTAT[answer!]}:mailto:${from}`,
    `COMMENT:${words}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
}

/** RFC 3464. */
function reportOf({ kind }: WrittenMail, email: string): string {
  const status = kind === "failed" ? "5.1.1" : "4.4.1";
  return linesOf([
    "From: Mail Delivery System <MAILER-DAEMON@mx.example.org>",
    "Subject: Delivery Status Notification",
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example.org",
    "",
    `Final-Recipient: rfc822; ${email}`,
    `Action: ${kind}`,
    `Status: ${status}`,
    "",
    "--b--",
  ]);
}

const linesOf = (lines: string[]) => [...lines, ""].join("\r\n");

/** Out of the invitation as it was sent, without any of the server's own code. */
export function addressesIn({ from, to, text }: { from: string; to: string; text: string }): Addresses | null {
  const reply = /^Reply-To:[^<]*?<?([^<>\s]+@[^<>\s]+?)>?\r?$/im.exec(text)?.[1];
  const part = /^Content-Type: text\/calendar[^]*?\r\n\r\n([^]*?)\r\n--/im.exec(text)?.[1] ?? "";
  const uid = /^UID:(.+)$/m.exec(
    Buffer.from(part, "base64")
      .toString()
      .replaceAll(/\r\n[ \t]/g, "")
      .replaceAll("\r", ""),
  )?.[1];
  return reply && uid ? { reply, returnPath: from, uid, email: to } : null;
}
