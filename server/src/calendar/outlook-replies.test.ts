import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readLog } from "../log/read-log.ts";
import { openReplies, replyOf, mailOf, verdictFor, type Invited } from "./replies.test-support.ts";

const { db, open, invited, hand, outcomes } = await openReplies();

interface Said {
  partstat: string;
  /** What Outlook writes before the title, in its user's language. */
  word: string;
}

/** A calendar as Outlook for Windows writes it for an account without Exchange: the answer is in PARTSTAT alone, and what else it says may be wrong. */
const calendarOf = ({ uid, guest }: Invited, { partstat, word }: Said) =>
  [
    "BEGIN:VCALENDAR",
    "PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
    "VERSION:2.0",
    "METHOD:REPLY",
    "X-MS-OLK-FORCEINSPECTOROPEN:TRUE",
    "BEGIN:VTIMEZONE",
    "TZID:W. Europe Standard Time",
    "BEGIN:STANDARD",
    "DTSTART:16011028T030000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:16010325T020000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
    "BEGIN:VEVENT",
    `ATTENDEE;PARTSTAT=${partstat}:mailto:${guest.email}`,
    "CLASS:PUBLIC",
    "COMMENT:\\n",
    "CREATED:20300102T101500Z",
    "DESCRIPTION:\\n",
    'DTEND;TZID="W. Europe Standard Time":20200610T210000',
    `DTSTAMP:${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "")}`,
    'DTSTART;TZID="W. Europe Standard Time":20200610T190000',
    "LAST-MODIFIED:20300102T101500Z",
    "LOCATION:Somewhere else",
    "PRIORITY:5",
    "SEQUENCE:0",
    `SUMMARY;LANGUAGE=de:${word}: A title of its own`,
    "TRANSP:OPAQUE",
    `UID:${uid}`,
    'X-ALT-DESC;FMTTYPE=text/html:<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2//EN">\\n<HTML>\\n<BODY>\\n</BODY>\\n</HTML>',
    "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
    "X-MICROSOFT-CDO-IMPORTANCE:1",
    "X-MICROSOFT-DISALLOW-COUNTER:FALSE",
    "X-MS-OLK-APPTSEQTIME:20300102T101500Z",
    "X-MS-OLK-AUTOFILLLOCATION:FALSE",
    "X-MS-OLK-CONFTYPE:0",
    "BEGIN:VALARM",
    "TRIGGER:-PT15M",
    "ACTION:DISPLAY",
    "DESCRIPTION:Reminder",
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]
    .map(folded)
    .join("\r\n");

/** RFC 5545, 3.1: at most 75 octets in a line. All here is ASCII. */
const folded = (line: string) => line.replaceAll(/(?<=^.{75}|^.{75}(?:.{74})+)(?=.)/g, "\r\n\t");

const inBase64 = (text: string) => Buffer.from(text).toString("base64").replaceAll(/.{76}/g, "$&\r\n");

/** The whole mail, headers and all parts. */
function mailFromOutlook(event: Invited, said: Said) {
  const { guest, address } = event;
  const boundary = "----=_NextPart_000_0007_01DC7A1B.3C5E8F20";
  const part = (type: string, encoding: string, body: string) =>
    [`--${boundary}`, `Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, "", body, ""].join("\r\n");
  const html =
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=3DGenerator content=3D"Microsoft Word 15 =\r\n(filtered medium)"></head><body lang=3DDE><div class=3DWordSection1><p class=3DMsoNormal><o:p>&nbsp;</o:p></p></div></body></html>';
  return {
    envelope: { from: guest.email, to: [address] },
    raw: [
      verdictFor(guest.email),
      `From: "Grace" <${guest.email}>`,
      `To: "'Ada'" <${address}>`,
      `Subject: ${said.word}: A title of its own`,
      "Date: Wed, 2 Jan 2030 11:15:00 +0100",
      `Message-ID: <${randomUUID()}@example.org>`,
      "MIME-Version: 1.0",
      `Content-Type: multipart/alternative;\r\n\tboundary="${boundary}"`,
      "X-Mailer: Microsoft Outlook 16.0",
      "Thread-Index: AdyKG1PiV0cG0y6oTv+Qe3pWb0m1sQ==",
      "Content-Language: de",
      "",
      "This is a multipart message in MIME format.",
      "",
      part('text/plain;\r\n\tcharset="us-ascii"', "7bit", ""),
      part('text/html;\r\n\tcharset="us-ascii"', "quoted-printable", html),
      part('text/calendar; method=REPLY;\r\n\tcharset="utf-8"', "base64", inBase64(calendarOf(event, said))),
      `--${boundary}--`,
      "",
    ].join("\r\n"),
  };
}

describe("a whole mail as Outlook for Windows writes it", () => {
  test.each<[Said, string]>([
    [{ partstat: "ACCEPTED", word: "Zugesagt" }, "going"],
    [{ partstat: "TENTATIVE", word: "Mit Vorbehalt" }, "maybe"],
    [{ partstat: "DECLINED", word: "Abgesagt" }, "declined"],
    [{ partstat: "DECLINED", word: "Accepted" }, "declined"], // the word is anybody's to write
  ])("%o: PARTSTAT is the answer, and nothing else of it counts", async (said, standing) => {
    const event = await invited();
    const { seq } = (await readLog(db, event.id, { after: 0 })).entries.at(-1)!;
    expect(await hand(event, mailFromOutlook(event, said))).toMatchObject({ outcome: "answered", standing });
    expect((await event.row()).note).toBe("");
    const { entries } = await readLog(db, event.id, { after: seq });
    expect(entries.map(({ body }) => body.type).filter((type) => type !== "delivery.changed")).toEqual(["rsvp.answered"]);
    expect(JSON.stringify(entries)).not.toMatch(/Somewhere else|title of its own/);
  });

  test("control: the sample is folded, in parts, and names no organizer", async () => {
    const event = await invited();
    const calendar = calendarOf(event, { partstat: "ACCEPTED", word: "Zugesagt" });
    expect(calendar).toContain("\r\n\t");
    expect(calendar.split("\r\n").every((line) => line.length <= 75)).toBe(true);
    expect(calendar).not.toContain("ORGANIZER");
  });
});

describe("a UID of 142 characters", () => {
  /** An instance's own, as long as that: an id, and a name of 105 characters. */
  const host = `${"calendar-of-the-hosts.".repeat(4)}turnout.example`.padEnd(105, "x");
  const withUid = (calendar: string, event: Invited, uid: string) => calendar.replace(`UID:${event.uid}`, folded(`UID:${uid}`));

  test("is folded on its way, with an empty line after it, and is the event's as it is", async () => {
    const { sender } = await open("smtp://127.0.0.1:0", { calendarHost: host });
    const event = await invited();
    const uid = `${event.id}@${host}`;
    expect(uid).toHaveLength(142);
    outcomes.length = 0;
    const writings: [partstat: string, after: string][] = [
      ["DECLINED", ""],
      ["ACCEPTED", "\r\n"],
    ];
    for (const [partstat, after] of writings) {
      const calendar = withUid(replyOf(event, { partstat }), event, uid);
      expect(calendar).toMatch(/UID:.{71}\r\n\t/);
      await sender.sendMail(mailOf(event, calendar.replace("\r\nSEQUENCE", `${after}\r\nSEQUENCE`)));
    }
    expect(outcomes).toEqual(["answered", "answered"]);
    expect((await event.row()).standing).toBe("going");
  });

  test("control: another one, cut or longer by a character, is not", async () => {
    const { sender } = await open("smtp://127.0.0.1:0", { calendarHost: host });
    const event = await invited();
    outcomes.length = 0;
    for (const uid of [`${event.id}@${host}`.slice(0, -1), `${event.id}@${host}x`])
      await sender.sendMail(mailOf(event, withUid(replyOf(event), event, uid)));
    expect(outcomes).toEqual(["unreadable", "unreadable"]);
    expect((await event.row()).standing).toBe("none");
  });
});
