import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import ICAL from "ical.js";
import { sql } from "kysely";
import { createTransport } from "nodemailer";
import { pino } from "pino";
import { describe, expect, test } from "vitest";
import { cancelEvent, editEvent } from "../events/commands.ts";
import { CLOCK_TOLERANCE } from "../guests/answer-by-calendar.ts";
import { answerInvitation, editGuest, removeGuest } from "../guests/commands.ts";
import { openIncomingMail } from "../incoming-mail.ts";
import { replyAddress } from "../mail/inbound/reply-address.ts";
import { MAX_INBOUND_BYTES } from "../mail/inbound/smtp-listener.ts";
import { createMailPipeline, invitees } from "../notifications/mail-pipeline.test-support.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { afterFile } from "../testing/after-file.ts";
import { testSecret } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser } from "../testing/world.ts";

/** From a mail at our port to the guest list, and to the email that a guest gets of it. */
const inboundAddress = "rsvp@in.turnout.test";
const inbound = { secret: testSecret, address: inboundAddress };
const OUR_SERVER = "mx.turnout.test";
const pipeline = await createMailPipeline();
const { db, changeEvent, queueMail, calendarHost } = pipeline;
const outcomes: string[] = [];
const failures: unknown[] = [];
const settings = {
  db,
  changeEvent,
  queueMail,
  calendarHost,
  now: () => new Date(),
  smtpUrl: null,
  mailFrom: "hello@turnout.test",
  inboundAddress,
  inboundAuthServer: OUR_SERVER,
  secret: testSecret,
  logger: pino({ level: "silent" }),
  count: (outcome: string) => void outcomes.push(outcome),
  onError: (error: unknown) => void failures.push(error),
};
const listener = await openIncomingMail({ ...settings, inboundUrl: "smtp://127.0.0.1:0" });
afterFile(() => listener!.close());
const mailServer = createTransport({ host: "127.0.0.1", port: listener!.port, ignoreTLS: true });
afterFile(() => mailServer.close());

const deliver = () => pipeline.deliver({ inboundAddress });
const ofCalendar = (mail: { calendar: { content: string } | null }) => {
  const vevent = new ICAL.Component(ICAL.parse(mail.calendar!.content)).getFirstSubcomponent("vevent")!;
  return vevent.getFirstProperty("attendee")!.getFirstParameter("partstat");
};

/** An event in summer, with Grace invited. */
async function invited(fields: object = {}) {
  const gathering = await aGathering(pipeline.world, { fields: { zone: "Europe/Berlin", ...fields } });
  const [grace] = invitees(1);
  const input = {
    commandId: randomUUID(),
    guests: [{ ...grace!, name: "Grace", email: `grace${randomUUID()}@example.org` }],
    message: "",
    send: true,
  };
  await changeEvent(gathering.id, inviteGuests, input, asUser(gathering.host));
  await deliver();
  const [guest] = input.guests;
  const address = replyAddress(inbound, { guestId: guest!.guestId, accessVersion: 1 });
  const row = async () => (await db.selectFrom("guests").selectAll().where("id", "=", guest!.guestId).executeTakeFirst())!;
  return { ...gathering, guest: guest!, address, row, uid: `${gathering.id}@${calendarHost}` };
}
type Invited = Awaited<ReturnType<typeof invited>>;

const stamp = (date: Date) => date.toISOString().replace(/[-:]|\.\d+/g, "");
const later = (ms: number) => new Date(Date.now() + ms);

interface Reply {
  method?: string;
  partstat?: string;
  sequence?: number | null;
  writtenAt?: Date | null;
  attendee?: string;
  more?: string[];
}

/** As most calendars write it. */
function replyOf(
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

const verdictFor = (email: string, verdict = "pass", server = OUR_SERVER) =>
  `Authentication-Results: ${server}; spf=pass smtp.mailfrom=example.org; dmarc=${verdict} header.from=${email.split("@")[1]}`;

interface Sent {
  from?: string;
  to?: string;
  headers?: string[];
  body?: string[];
}

/** The raw mail that our mail server hands over. */
const mailOf = ({ guest, address }: Invited, calendar: string, { from = guest.email, to = address, headers, body }: Sent = {}) => ({
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

/** Hands a mail over, and returns what became of it: the outcome, where the guest stands, and the emails that went out. */
async function hand(event: Invited, mail: { envelope: { from: string; to: string[] }; raw: string }) {
  outcomes.length = 0;
  await mailServer.sendMail(mail);
  const mails = await deliver();
  return { outcome: outcomes[0], standing: (await event.row()).standing, mails };
}

describe("what a calendar answers is the answer", () => {
  test.each([
    ["ACCEPTED", "going", "ACCEPTED"],
    ["TENTATIVE", "maybe", "TENTATIVE"],
    ["DECLINED", "declined", "DECLINED"],
  ])("%s", async (partstat, standing, shown) => {
    const event = await invited();
    const result = await hand(event, mailOf(event, replyOf(event, { partstat })));
    expect(result).toMatchObject({ outcome: "answered", standing });
    expect(result.mails.map(ofCalendar)).toEqual([shown]); // the confirmation, whose entry says the same
  });

  test("a comment is the note, and an empty one leaves the note as it is", async () => {
    const event = await invited();
    await hand(event, mailOf(event, replyOf(event, { more: ["COMMENT:A salad\\, and\\nbread"] })));
    expect((await event.row()).note).toBe("A salad, and\nbread");
    await hand(event, mailOf(event, replyOf(event, { partstat: "TENTATIVE", more: ["COMMENT:\\n"] })));
    expect(await event.row()).toMatchObject({ standing: "maybe", note: "A salad, and\nbread" });
  });

  test("a party stays as the guest gave it on the page", async () => {
    const event = await invited({ plusOnesAllowed: 2 });
    const asGrace = asGuest({ id: event.guest.guestId, name: "Grace" });
    await changeEvent(event.id, answerInvitation, { ...answering("maybe"), plusOnes: ["Ada"] }, asGrace);
    await deliver();
    await hand(event, mailOf(event, replyOf(event)));
    expect(await event.row()).toMatchObject({ standing: "going", plus_ones: ["Ada"], party_size: 2 });
  });

  test("accepting a full event is a place on the waitlist: the email says so, and the entry is tentative", async () => {
    const event = await invited({ capacity: 1 });
    const other = { ...invitees(1)[0]!, name: "Hedy", email: `hedy${randomUUID()}@example.org` };
    await changeEvent(event.id, inviteGuests, { commandId: randomUUID(), guests: [other], message: "", send: false }, asUser(event.host));
    await changeEvent(event.id, answerInvitation, answering("going"), asGuest({ id: other.guestId, name: "Hedy" }));
    await deliver();
    const result = await hand(event, mailOf(event, replyOf(event)));
    expect(result).toMatchObject({ outcome: "answered", standing: "waiting" });
    expect(result.mails.map((mail) => [mail.subject, ofCalendar(mail)])).toEqual([[expect.stringMatching(/waitlist/), "TENTATIVE"]]);

    const again = await hand(event, mailOf(event, replyOf(event)));
    expect(again).toMatchObject({ outcome: "stillWaiting", standing: "waiting" });
    expect(again.mails.map(ofCalendar)).toEqual(["TENTATIVE"]); // or that calendar would go on showing the event as accepted
  });

  test("the same mail twice is one answer", async () => {
    const event = await invited();
    const mail = mailOf(event, replyOf(event));
    await hand(event, mail);
    await hand(event, mailOf(event, replyOf(event, { partstat: "DECLINED", writtenAt: later(60_000) })));
    const answers = () =>
      sql<{ n: number }>`select count(*)::int as n from event_log where event_id = ${event.id} and body->>'type' = 'rsvp.answered'`.execute(
        db,
      );
    const before = (await answers()).rows[0]!.n;
    expect(await hand(event, mail)).toMatchObject({ outcome: "answered", standing: "declined", mails: [] });
    expect((await answers()).rows[0]!.n).toBe(before);
  });
});

describe("replies as calendars write them", () => {
  const asBody = (calendar: string) => ["Content-Type: text/calendar; charset=utf-8; method=REPLY", "", calendar];
  test.each<[string, (event: Invited) => { calendar: string; mail?: Sent }]>([
    ["without a sequence and a stamp", (event) => ({ calendar: replyOf(event, { sequence: null, writtenAt: null }) })],
    [
      "with an organizer of another spelling, a start and a title",
      (event) => ({
        calendar: replyOf(event, { more: ["ORGANIZER:mailto:somebody@else.example", "DTSTART:20200101T100000Z", "SUMMARY:Accepted: x"] }),
      }),
    ],
    [
      "with an alarm",
      (event) => ({ calendar: replyOf(event, { more: ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "END:VALARM"] }) }),
    ],
    [
      "with unknown properties and an error of the writer's library",
      (event) => ({
        calendar: replyOf(event, {
          more: ["X-MS-OLK-SENDER:mailto:x@y.example", "X-LIC-ERROR;X-LIC-ERRORTYPE=VALUE-PARSE-ERROR:No value"],
        }),
      }),
    ],
    [
      "MAILTO in capitals, with an escaped address",
      (event) => ({
        calendar: replyOf(event, { attendee: `ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:${event.guest.email.replace("grace", "%67RACE")}` }),
      }),
    ],
    [
      "a UID and an attendee that are folded",
      (event) => ({
        calendar: replyOf(event).replace("UID:", "UID:\r\n ").replace("PARTSTAT=ACC", "PARTSTAT=A\r\n CC"),
      }),
    ],
    [
      "an event with a zone in quotes, from 1601",
      (event) => ({
        calendar: replyOf(event, { more: ['DTSTART;TZID="W. Europe Standard Time":20300610T190000'] }).replace(
          "BEGIN:VEVENT",
          [
            "BEGIN:VTIMEZONE",
            "TZID:W. Europe Standard Time",
            "BEGIN:STANDARD",
            "DTSTART:16010101T000000",
            "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100",
            "END:STANDARD",
            "END:VTIMEZONE",
            "BEGIN:VEVENT",
          ].join("\r\n"),
        ),
      }),
    ],
    ["the calendar alone, without parts", (event) => ({ calendar: "", mail: { body: asBody(replyOf(event)) } })],
    [
      "in base64",
      (event) => ({
        calendar: "",
        mail: {
          body: [
            "Content-Type: text/calendar; method=REPLY",
            "Content-Transfer-Encoding: base64",
            "",
            Buffer.from(replyOf(event)).toString("base64").replaceAll(/.{76}/g, "$&\r\n"),
          ],
        },
      }),
    ],
    [
      "attached as a file of another type",
      (event) => ({
        calendar: "",
        mail: {
          body: [
            "Content-Type: multipart/mixed; boundary=b",
            "",
            "--b",
            "Content-Type: text/plain",
            "",
            "Yes",
            "--b",
            'Content-Type: application/ics; name="reply.ics"',
            "Content-Disposition: attachment",
            "",
            replyOf(event),
            "--b--",
            "",
          ],
        },
      }),
    ],
    [
      "two calendars, the first of another method",
      (event) => ({
        calendar: `${replyOf(event, { method: "PUBLISH" })}${replyOf(event)}`,
      }),
    ],
    [
      "two addresses, one of them the guest's",
      (event) => ({
        calendar: replyOf(event, { more: ["ATTENDEE;PARTSTAT=ACCEPTED:mailto:grace@elsewhere.example"] }),
      }),
    ],
    [
      "an occurrence beside the event",
      (event) => ({
        calendar: replyOf(event).replace(
          "BEGIN:VEVENT",
          [
            "BEGIN:VEVENT",
            `UID:${event.uid}`,
            "RECURRENCE-ID:20300610T170000Z",
            `ATTENDEE;PARTSTAT=DECLINED:mailto:${event.guest.email}`,
            "END:VEVENT",
            "BEGIN:VEVENT",
          ].join("\r\n"),
        ),
      }),
    ],
    [
      "marked as written by a program, which some calendars are",
      (event) => ({
        calendar: replyOf(event),
        mail: { headers: [verdictFor(event.guest.email), "Auto-Submitted: auto-generated"] },
      }),
    ],
    ["to an address in capitals", (event) => ({ calendar: replyOf(event), mail: { to: event.address.toUpperCase() } })],
  ])("%s", async (_what, write) => {
    const event = await invited();
    const { calendar, mail } = write(event);
    expect(await hand(event, mailOf(event, calendar, mail))).toMatchObject({ outcome: "answered", standing: "going" });
  });
});

describe("what is no answer changes nothing, and its guest is told", () => {
  test.each<[string, string, (event: Invited) => { calendar: string; mail?: Sent }]>([
    ["of another event", "unreadable", (event) => ({ calendar: replyOf({ ...event, uid: `${randomUUID()}@${calendarHost}` }) })],
    ["with a broken UID", "unreadable", (event) => ({ calendar: replyOf({ ...event, uid: event.uid.slice(2) }) })],
    ["of an occurrence alone", "unreadable", (event) => ({ calendar: replyOf(event, { more: ["RECURRENCE-ID:20300610T170000Z"] }) })],
    ["of an empty part", "unreadable", () => ({ calendar: "" })],
    ["of noise", "unreadable", () => ({ calendar: "BEGIN:VCALENDAR\r\n;;;:::\r\nEND:VEVENT" })],
    [
      "in Outlook's own format",
      "unreadable",
      () => ({
        calendar: "",
        mail: { body: ["Content-Type: application/ms-tnef; name=winmail.dat", "Content-Transfer-Encoding: base64", "", "eJ8+IgA=", ""] },
      }),
    ],
    ["by nobody", "unreadable", (event) => ({ calendar: replyOf(event, { attendee: "X-NONE:1" }) })],
    ["that says nothing", "unreadable", (event) => ({ calendar: replyOf(event, { partstat: "NEEDS-ACTION" }) })],
    [
      "of somebody it was forwarded to",
      "otherAddress",
      (event) => ({
        calendar: replyOf(event, { attendee: "ATTENDEE;PARTSTAT=ACCEPTED:mailto:mallory@elsewhere.example" }),
      }),
    ],
    ["that names somebody else instead", "delegated", (event) => ({ calendar: replyOf(event, { partstat: "DELEGATED" }) })],
    [
      "sent by another address",
      "unverified",
      (event) => ({
        calendar: replyOf(event),
        mail: { from: "mallory@example.org" },
      }),
    ],
    ["that our server says nothing of", "unverified", (event) => ({ calendar: replyOf(event), mail: { headers: [] } })],
    [
      "that our server found to be forged",
      "unverified",
      (event) => ({
        calendar: replyOf(event),
        mail: { headers: [verdictFor(event.guest.email, "fail")] },
      }),
    ],
    [
      "that another server vouches for",
      "unverified",
      (event) => ({
        calendar: replyOf(event),
        mail: { headers: [verdictFor(event.guest.email, "pass", "mx.elsewhere.example")] },
      }),
    ],
    [
      "with a forged statement below our server's",
      "unverified",
      (event) => ({
        calendar: replyOf(event),
        mail: { headers: [verdictFor(event.guest.email, "fail"), verdictFor(event.guest.email)] },
      }),
    ],
    [
      "that another domain passed for",
      "unverified",
      (event) => ({
        calendar: replyOf(event),
        mail: { headers: [verdictFor("x@elsewhere.example")] },
      }),
    ],
    [
      "with the verdict in a comment",
      "unverified",
      (event) => ({
        calendar: replyOf(event),
        mail: { headers: [`Authentication-Results: ${OUR_SERVER} (x; dmarc=pass header.from=example.org); dmarc=none`] },
      }),
    ],
    ["that asks for the entry", "asked", (event) => ({ calendar: replyOf(event, { method: "REFRESH" }) })],
  ])("a reply %s: %s", async (_what, outcome, write) => {
    const event = await invited();
    const { calendar, mail } = write(event);
    const result = await hand(event, mailOf(event, calendar, mail));
    expect(result).toMatchObject({ outcome, standing: "none" });
    expect(result.mails.map((one) => [one.to, ofCalendar(one)])).toEqual([[event.guest.email, "NEEDS-ACTION"]]);
    const again = await hand(event, mailOf(event, calendar, mail));
    expect(again).toMatchObject({ outcome, mails: [] }); // once a day, or two programs would write to each other for ever
  });

  test("a reply to an earlier time or place", async () => {
    const event = await invited();
    const edit = editEvent({ needs: [], afterEdit: () => {} });
    const place = { kind: "place" as const, name: "The mill", address: "" };
    await changeEvent(event.id, edit, { commandId: randomUUID(), fields: { place } }, asUser(event.host));
    await deliver();
    expect(await hand(event, mailOf(event, replyOf(event, { sequence: 0 })))).toMatchObject({ outcome: "outdated", standing: "none" });
    expect(await hand(event, mailOf(event, replyOf(event, { sequence: 1, writtenAt: later(60_000) })))).toMatchObject({
      outcome: "answered",
      standing: "going",
    });
  });

  test("a reply that arrives after one that was written later", async () => {
    const event = await invited();
    const [first, second] = [later(1_000), later(60_000)];
    await hand(event, mailOf(event, replyOf(event, { partstat: "DECLINED", writtenAt: second })));
    expect(await hand(event, mailOf(event, replyOf(event, { writtenAt: first })))).toMatchObject({
      outcome: "overtaken",
      standing: "declined",
    });
  });

  test("a reply that was written well before the answer on the page; a clock that is a little slow does no harm", async () => {
    const event = await invited();
    await changeEvent(event.id, answerInvitation, answering("declined"), asGuest({ id: event.guest.guestId, name: "Grace" }));
    await deliver();
    const old = replyOf(event, { writtenAt: later(-CLOCK_TOLERANCE - 60_000) });
    expect(await hand(event, mailOf(event, old))).toMatchObject({ outcome: "overtaken", standing: "declined" });
    const slow = replyOf(event, { writtenAt: later(-CLOCK_TOLERANCE + 60_000) });
    expect(await hand(event, mailOf(event, slow))).toMatchObject({ outcome: "answered", standing: "going" });
  });

  test("a reply after answers were closed, and one to a cancelled event", async () => {
    const closed = await invited({ answersClose: "2020-01-01T12:00" });
    expect(await hand(closed, mailOf(closed, replyOf(closed)))).toMatchObject({ outcome: "closed", standing: "none" });
    const event = await invited();
    await changeEvent(event.id, cancelEvent, { commandId: randomUUID(), note: "" }, asUser(event.host));
    await deliver();
    expect(await hand(event, mailOf(event, replyOf(event)))).toMatchObject({ outcome: "closed", standing: "none" });
  });
});

test("by LMTP, too", async () => {
  const event = await invited();
  const other = await openIncomingMail({ ...settings, inboundUrl: "lmtp://127.0.0.1:0" });
  const sender = createTransport({ host: "127.0.0.1", port: other!.port, ignoreTLS: true, lmtp: true });
  await sender.sendMail(mailOf(event, replyOf(event)));
  sender.close();
  await other!.close();
  expect((await event.row()).standing).toBe("going");
});

test("a calendar part that says nothing, in a mail that a program wrote, is not answered", async () => {
  const event = await invited();
  const noise = mailOf(event, "BEGIN:VCALENDAR", { headers: ["Auto-Submitted: auto-replied"] });
  expect(await hand(event, noise)).toMatchObject({ outcome: "automatic", standing: "none", mails: [] });
});

test("a reply of a clock that is far ahead does not outdate those that are written after it is set right", async () => {
  const event = await invited();
  await hand(event, mailOf(event, replyOf(event, { partstat: "DECLINED", writtenAt: later(400 * 86_400_000) })));
  const corrected = replyOf(event, { writtenAt: later(CLOCK_TOLERANCE + 60_000) });
  expect(await hand(event, mailOf(event, corrected))).toMatchObject({ outcome: "answered", standing: "going" });
});

test("another time that a calendar suggests is a note to the hosts, and the answer is maybe", async () => {
  const event = await invited();
  const counter = replyOf(event, { method: "COUNTER", partstat: "TENTATIVE", more: ["DTSTART:20300610T170000Z", "COMMENT:Later?"] });
  expect(await hand(event, mailOf(event, counter))).toMatchObject({ outcome: "answered", standing: "maybe" });
  expect((await event.row()).note).toBe("Later?\n→ 2030-06-10 17:00 UTC");
});

describe("the port takes nothing else", () => {
  const refusal = async (mail: object) => {
    const error = await mailServer.sendMail(mail).catch((failed: unknown) => failed as { responseCode?: number });
    return (error as { responseCode?: number }).responseCode;
  };

  test("no mail for others, and none whose proof is wrong", async () => {
    const event = await invited();
    const forged = event.address.replace(/\+(.)/, (_all, digit: string) => `+${digit === "0" ? "1" : "0"}`);
    for (const to of ["somebody@elsewhere.example", inboundAddress, forged])
      expect(await refusal(mailOf(event, replyOf(event), { to }))).toBe(550);
  });

  test("no reply of a guest who was removed, or whose address was taken away", async () => {
    const removed = await invited();
    await changeEvent(removed.id, removeGuest, { commandId: randomUUID(), guestId: removed.guest.guestId }, asUser(removed.host));
    expect(await refusal(mailOf(removed, replyOf(removed)))).toBe(550);
    const nameless = await invited();
    await changeEvent(
      nameless.id,
      editGuest,
      { commandId: randomUUID(), guestId: nameless.guest.guestId, email: null },
      asUser(nameless.host),
    );
    expect(await refusal(mailOf(nameless, replyOf(nameless)))).toBe(550);
  });

  test("no words, which only a host can answer; a vacation note ends here", async () => {
    const event = await invited();
    const words = ["Content-Type: text/plain", "", "Can I bring a salad?"];
    expect(await refusal(mailOf(event, "", { body: words }))).toBe(550);
    const away = mailOf(event, "", { body: words, headers: ["Auto-Submitted: auto-replied"] });
    expect(await hand(event, away)).toMatchObject({ outcome: "automatic", standing: "none", mails: [] });
  });

  test("no mail above the limit, announced or not", async () => {
    const event = await invited();
    const large = mailOf(event, replyOf(event), {
      body: [
        "Content-Type: text/plain",
        "",
        "x"
          .repeat(998)
          .concat("\r\n")
          .repeat(MAX_INBOUND_BYTES / 1_000 + 100),
      ],
    });
    expect(await refusal(large)).toBe(552);
    const socket = connect(listener!.port, "127.0.0.1");
    const said = async () => String((await once(socket, "data"))[0]);
    await said();
    for (const line of ["EHLO a.example", "MAIL FROM:<a@example.org>", `RCPT TO:<${event.address}>`, "DATA"]) {
      socket.write(`${line}\r\n`);
      await said();
    }
    socket.write(
      `Subject: x\r\n\r\n${"y"
        .repeat(900)
        .concat("\r\n")
        .repeat(MAX_INBOUND_BYTES / 900 + 10)}.\r\n`,
    );
    expect(await said()).toMatch(/^552 /);
    socket.destroy();
  });

  test("while the database is away, it asks to come again", async () => {
    const event = await invited();
    const away = { ...db, executeQuery: () => Promise.reject(new Error("away")) };
    const other = await openIncomingMail({ ...settings, db: away as never, inboundUrl: "smtp://127.0.0.1:0" });
    const sender = createTransport({ host: "127.0.0.1", port: other!.port, ignoreTLS: true });
    const error = await sender.sendMail(mailOf(event, replyOf(event))).catch((failed: unknown) => failed);
    sender.close();
    await other!.close();
    expect(error).toMatchObject({ responseCode: 451 });
  });
});
