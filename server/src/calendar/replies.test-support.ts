import { randomUUID } from "node:crypto";
import ICAL from "ical.js";
import { createTransport } from "nodemailer";
import { pino } from "pino";
import { openMemoryCounter } from "../http/rate-counters.ts";
import { openIncomingMail } from "../incoming-mail.ts";
import type { LookUp } from "../mail/inbound/dkim-check.ts";
import { replyAddress } from "../mail/inbound/reply-address.ts";
import { createMailPipeline, guestsToInvite } from "../notifications/mail-pipeline.test-support.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { afterFile } from "../testing/after-file.ts";
import { aGathering, asUser, type Gathering } from "../testing/world.ts";

const inboundAddress = "rsvp@in.turnout.test";
export const OUR_SERVER = "mx.turnout.test";

/** An event with a guest who is invited, and the address that the guest's replies go to. */
export interface Invited extends Gathering {
  guest: { guestId: string; email: string };
  address: string;
  uid: string;
  row(): Promise<{ standing: string; note: string; plus_ones: unknown; party_size: number; added_at: Date; answered_at: Date | null }>;
}

/** From a mail at our port to the guest list, and to the email that a guest gets of it. */
export async function openReplies() {
  const pipeline = await createMailPipeline();
  const { db, changeEvent, queueMail, calendarHost } = pipeline;
  const outcomes: string[] = [];
  const settings = {
    db,
    changeEvent,
    queueMail,
    publicUrl: pipeline.publicUrl,
    calendarHost,
    now: () => new Date(),
    smtpUrl: null,
    mailFrom: "hello@turnout.test",
    inboundAddress,
    inboundAuthServer: OUR_SERVER,
    secret: pipeline.secret,
    openCounter: openMemoryCounter,
    logger: pino({ level: "silent" }),
    count: (outcome: string) => void outcomes.push(outcome),
    lookUp: (() => Promise.reject(new Error("no test asks the DNS"))) as LookUp,
    onError: () => {},
  };
  /** Another port for the same, and what hands mail to it. */
  async function open(url: string, more: Partial<typeof settings> = {}) {
    const listener = (await openIncomingMail({ ...settings, ...more, inboundUrl: url }))!;
    afterFile(() => listener.close());
    const sender = createTransport({ host: "127.0.0.1", port: listener.port!, ignoreTLS: true, lmtp: url.startsWith("lmtp:") });
    afterFile(() => sender.close());
    return { ...listener, sender };
  }
  const { port, sender } = await open("smtp://127.0.0.1:0");
  const deliver = () => pipeline.deliver({ inboundAddress });

  /** An event in summer, with Grace invited. */
  async function invited(fields: object = {}): Promise<Invited> {
    const gathering = await aGathering(pipeline.world, { fields: { zone: "Europe/Berlin", ...fields } });
    const guest = { ...guestsToInvite(1)[0]!, name: "Grace", email: `grace${randomUUID()}@example.org` };
    await changeEvent(
      gathering.id,
      inviteGuests,
      { commandId: randomUUID(), guests: [guest], message: "", send: true },
      asUser(gathering.host),
    );
    await deliver();
    const address = replyAddress({ secret: pipeline.secret, address: inboundAddress }, { guestId: guest.guestId, accessVersion: 1 });
    const row = async () => (await db.selectFrom("guests").selectAll().where("id", "=", guest.guestId).executeTakeFirst())!;
    return { ...gathering, guest, address, row, uid: `${gathering.id}@${calendarHost}` };
  }

  /** Hands a mail over, and returns what became of it: the outcome, where the guest stands, and the emails that went out. */
  async function hand(event: Pick<Invited, "row">, mail: { envelope: { from: string; to: string[] }; raw: string }) {
    outcomes.length = 0;
    await sender.sendMail(mail);
    const mails = await deliver();
    return { outcome: outcomes[0], standing: (await event.row()).standing, mails };
  }
  return { settings, outcomes, db, changeEvent, calendarHost, inboundAddress, open, port, sender, deliver, invited, hand };
}

/** What a guest's calendar is told of their answer. */
export const ofCalendar = (mail: { calendar: { content: string } | null }) => {
  const vevent = new ICAL.Component(ICAL.parse(mail.calendar!.content)).getFirstSubcomponent("vevent")!;
  return vevent.getFirstProperty("attendee")!.getFirstParameter("partstat");
};

const stamp = (date: Date) => date.toISOString().replace(/[-:]|\.\d+/g, "");
export const later = (ms: number) => new Date(Date.now() + ms);

interface Reply {
  method?: string;
  partstat?: string;
  sequence?: number | null;
  writtenAt?: Date | null;
  attendee?: string;
  more?: string[];
}

/** As most calendars write it. */
export function replyOf(
  { uid, guest }: Invited,
  { method = "REPLY", partstat = "ACCEPTED", sequence = 0, writtenAt = new Date(), attendee, more = [] }: Reply = {},
) {
  return [
    "BEGIN:VCALENDAR",
    "PRODID:-//Example//Calendar//EN",
    "VERSION:2.0",
    `METHOD:${method}`,
    "BEGIN:VEVENT",
    `UID:${uid}`,
    ...(sequence === null ? [] : [`SEQUENCE:${sequence}`]),
    ...(writtenAt === null ? [] : [`DTSTAMP:${stamp(writtenAt)}`]),
    attendee ?? `ATTENDEE;CN=Grace;PARTSTAT=${partstat}:mailto:${guest.email}`,
    ...more,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");
}

export const verdictFor = (email: string, verdict = "pass", server = OUR_SERVER) =>
  `Authentication-Results: ${server}; spf=pass smtp.mailfrom=example.org; dmarc=${verdict} header.from=${email.split("@")[1]}`;

export interface Sent {
  from?: string;
  to?: string;
  headers?: string[];
  body?: string[];
}

/** The raw mail that our mail server hands over. */
export const mailOf = ({ guest, address }: Invited, calendar: string, { from = guest.email, to = address, headers, body }: Sent = {}) => ({
  envelope: { from, to: [to] },
  raw: [
    ...(headers ?? [verdictFor(guest.email)]),
    `From: Grace <${from}>`,
    `To: ${to}`,
    `Message-ID: <${randomUUID()}@example.org>`,
    "Subject: Accepted: Picnic",
    "MIME-Version: 1.0",
    ...(body ?? ["Content-Type: multipart/alternative; boundary=b", "", "--b", "Content-Type: text/plain", "", "Yes", "--b"]),
    ...(body ? [] : ["Content-Type: text/calendar; charset=utf-8; method=REPLY", "", calendar, "--b--", ""]),
  ].join("\r\n"),
});
