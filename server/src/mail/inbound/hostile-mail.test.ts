import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCalendarReply } from "./calendar-reply.ts";
import { MAX_CALENDAR, MAX_LINES, MAX_PARTS, readMail } from "./read-mail.ts";
import { claimOfReplyAddress, replyAddress } from "./reply-address.ts";
import { MAX_INBOUND_BYTES } from "./smtp-listener.ts";
import { ownTime } from "../../testing/own-time.ts";

/** More of them in the night: `TEST_NIGHT`. */
const RUNS = process.env["TEST_NIGHT"] ? 50_000 : 500;
/** Processor time that reading one mail may take at most (ms). */
const READ_WITHIN = 3_000;

const OUR_SERVER = "mx.turnout.test";
const FAILED = `Authentication-Results: ${OUR_SERVER}; dmarc=fail header.from=example.org\r\n`;

const calendar = (lines: string[] = [], zone: string[] = []) =>
  [
    "BEGIN:VCALENDAR",
    "METHOD:COUNTER",
    ...zone,
    "BEGIN:VEVENT",
    "UID:one@turnout.test",
    "DTSTAMP:20270601T100000Z",
    "SEQUENCE:1",
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:grace@example.org",
    ...lines,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");

const mail = (text: string) =>
  [
    "From: Grace <grace@example.org>",
    "Message-ID: <1@example.org>",
    "MIME-Version: 1.0",
    'Content-Type: multipart/alternative; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "Yes=20=C3=A4",
    "--b",
    "Content-Type: text/calendar; charset=utf-8; method=REPLY",
    "",
    text,
    "--b--",
    "",
  ].join("\r\n");

const aReply = mail(calendar(["COMMENT:A salad", "DTSTART;TZID=Europe/Berlin:20270618T200000"]));

/** What breaks parsers, or pretends to be what only our server says. */
const tokens = [
  "\r\n",
  "\r\n ",
  "\n",
  "\0",
  "\ud800",
  ":",
  ";",
  '"',
  "--b",
  "--b--",
  "=?utf-8?b?",
  "=?utf-8?q?=00?=",
  "BEGIN:VCALENDAR\r\n",
  "END:VEVENT\r\n",
  "RRULE:FREQ=SECONDLY\r\n",
  "DTSTAMP:00000000T999999Z\r\n",
  "Content-Type: message/rfc822\r\n",
  "Content-Transfer-Encoding: base64\r\n",
  " ; dmarc=pass header.from=example.org",
  FAILED.replace("fail", "pass"),
  `\r\n${FAILED.replace("fail", "pass")}`,
  "ATTENDEE;PARTSTAT=ACCEPTED:mailto:%\r\n",
  "(".repeat(2_000),
  "9".repeat(400),
];

interface Edit {
  at: number;
  drop: number;
  insert: string;
}
const anEdit = fc.record({
  at: fc.nat(aReply.length),
  drop: fc.oneof(fc.constant(0), fc.nat(40)),
  insert: fc.oneof(fc.constantFrom(...tokens), fc.string({ maxLength: 8, unit: "binary" })),
});
const mutated = (text: string, edits: Edit[]) =>
  edits.reduce((before, { at, drop, insert }) => before.slice(0, at) + insert + before.slice(at + drop), text);

test("a mail that was changed anywhere is read without an error, and never vouched for by what stands in it", async () => {
  const control = await readMail(Buffer.from(FAILED.replace("fail", "pass") + aReply), OUR_SERVER);
  expect(control).toMatchObject({
    isVerified: true,
    calendar: { comment: "A salad", suggestion: { starts: { local: "2027-06-18T20:00", zone: "Europe/Berlin" } } },
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anEdit, { minLength: 1, maxLength: 6 }), async (edits) => {
      const { result, took } = await ownTime(() => readMail(Buffer.from(FAILED + mutated(aReply, edits)), OUR_SERVER));
      expect(result.isVerified).toBe(false);
      expect(took).toBeLessThan(READ_WITHIN);
    }),
    { numRuns: RUNS },
  );
}, 1_200_000);

test("a first line that begins with a space, and so is read as our server's, vouches for nothing", async () => {
  const folded = `${FAILED} ; dmarc=pass header.from=example.org\r\n${aReply}`;
  expect(await readMail(Buffer.from(folded), OUR_SERVER)).toMatchObject({ from: "grace@example.org", isVerified: false });
});

test("an address that was changed anywhere is nobody else's", () => {
  const inbound = { secret: "a secret of more than thirty-two characters", address: "rsvp@in.turnout.test" };
  const guestId = "0e7c9f4e-4f4b-4d0c-9d5c-0a4f6f1f2a3b";
  const address = replyAddress(inbound, { guestId, accessVersion: 1 });
  fc.assert(
    fc.property(fc.array(anEdit, { minLength: 1, maxLength: 3 }), (edits) => {
      const near = edits.map(({ at, ...edit }) => ({ ...edit, at: at % address.length }));
      const claim = claimOfReplyAddress(inbound, mutated(address, near));
      if (claim?.isProven(1)) expect(claim.guestId).toBe(guestId);
    }),
    { numRuns: RUNS },
  );
});

describe("reading takes no longer than it has to", () => {
  const rules = (rule: string, count = 1) => [
    "BEGIN:VTIMEZONE",
    "TZID:Z",
    ...Array.from({ length: count }, () =>
      ["BEGIN:STANDARD", "DTSTART:16010101T000000", rule, "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD"].join("\r\n"),
    ),
    "END:VTIMEZONE",
  ];
  const inZone = ["DTSTAMP;TZID=Z:20270601T100000", "DTSTART;TZID=Z:20270618T200000"];
  const fill = (line: string, bytes = MAX_CALENDAR - 1_000) => line.repeat(Math.floor(bytes / line.length));
  test.each<[string, string]>([
    ["a zone whose rule is due every second", mail(calendar(inZone, rules("RRULE:FREQ=SECONDLY")))],
    ["a zone of thousands of rules", mail(calendar(inZone, rules("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", 800)))],
    ["an event that recurs every second", mail(calendar(["RRULE:FREQ=SECONDLY"]))],
    ["thousands of attendees", mail(calendar([fill("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\n")]))],
    ["thousands of calendars", mail(fill("BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n"))],
    ["one line that is as long as a mail can be", mail(calendar([`COMMENT:${fill("x")}`]))],
    ["one line that is folded at each character", mail(calendar([`COMMENT:${fill("x\r\n ")}`]))],
    ["parameters without an end", mail(calendar([`COMMENT${fill(";A=B")}:x`]))],
    ["quotes without an end", mail(calendar([`COMMENT;A="${fill('","')}`]))],
    ["nested components", mail(calendar([fill("BEGIN:X\r\n")]))],
    ["as many parts as are read", mail("--b\r\n\r\nx\r\n".repeat(MAX_PARTS - 10))],
    ["as many parts as there can be", mail(fill("--b\r\n\r\nx\r\n", MAX_INBOUND_BYTES - 2_000))],
    ["as many lines as are read", mail("x\r\n".repeat(MAX_LINES - 100))],
    ["as many lines as there can be", mail(fill("\n", MAX_INBOUND_BYTES - 2_000))],
    ["a calendar as large as a mail can be", mail(calendar([fill(`COMMENT:${"x".repeat(60)}\r\n`, MAX_INBOUND_BYTES - 2_000)]))],
    ["thousands of encoded words", `Subject: ${"=?utf-8?q?x?= ".repeat(4_000)}\r\n${aReply}`],
    ["thousands of open comments", `${`Authentication-Results: ${OUR_SERVER} ${"(".repeat(60_000)}`}\r\n${aReply}`],
    ["thousands of senders", aReply.replace("From: ", `From: ${"a@b.example, ".repeat(4_000)}`)],
  ])("%s", async (_what, text) => {
    expect(text.length).toBeLessThanOrEqual(MAX_INBOUND_BYTES);
    const { result, took } = await ownTime(() => readMail(Buffer.from(text), OUR_SERVER));
    expect(took).toBeLessThan(READ_WITHIN);
    expect(result.isVerified).toBe(false);
  });
});

/** A calendar of so many characters as it is read, with line ends of one character each. */
function ofLength(length: number): string {
  const lines = (comment: string) => calendar([`COMMENT:${comment}`]).replaceAll("\r\n", "\n");
  const text = lines("x".repeat(length - lines("").length));
  const encoded = Buffer.from(text).toString("base64").replaceAll(/.{76}/g, "$&\r\n");
  return ["From: grace@example.org", "Content-Type: text/calendar", "Content-Transfer-Encoding: base64", "", encoded, ""].join("\r\n");
}

test.each<[string, number, (count: number) => string]>([
  ["the characters of a calendar", MAX_CALENDAR, ofLength],
  ["lines", MAX_LINES, (count) => aReply + "x\r\n".repeat(count - (aReply.split("\n").length - 1))],
  ["lines that may begin a part", MAX_PARTS, (count) => aReply + "--b\r\nx\r\n".repeat(count - (aReply.split("\n--").length - 1))],
])("a mail is read up to a limit, and not beyond: %s", async (_what, limit, write) => {
  const kindOf = async (text: string) => typeof (await readMail(Buffer.from(text), null)).calendar;
  expect([await kindOf(write(limit)), await kindOf(write(limit + 1))]).toEqual(["object", "string"]);
});

test.each([
  ["in UTC", "DTSTART:20300610T170000Z", ["2030-06-10T17:00", "UTC"]],
  [
    "in a zone, whose name is kept",
    'DTSTART;TZID="W. Europe Standard Time":20300610T190000',
    ["2030-06-10T19:00", "W. Europe Standard Time"],
  ],
  ["in no zone", "DTSTART:20300610T190000", ["2030-06-10T19:00", null]],
  ["a day", "DTSTART;VALUE=DATE:20300610", ["2030-06-10", null]],
  ["no time", "DTSTART:soon", null],
  ["nothing", "X-NONE:1", null],
])("the start that a calendar suggests is told as it was typed: %s", (_what, line, told) => {
  const { suggestion, comment } = readCalendarReply(calendar([line]))!;
  expect([suggestion && [suggestion.starts.local, suggestion.starts.zone], comment]).toEqual([told, ""]);
});

test.each([
  ["in UTC", "DTSTAMP:20270601T100000Z", "2027-06-01T10:00:00.000Z"],
  ["with a zone, which it cannot have", "DTSTAMP;TZID=Europe/Berlin:20270601T100000", "2027-06-01T10:00:00.000Z"],
  ["a day alone", "DTSTAMP:20270601", null],
  ["no time", "DTSTAMP:now", null],
])("when a reply was written: %s", (_what, line, at) => {
  const reply = readCalendarReply(calendar().replace(/DTSTAMP:.*/, line));
  expect(reply?.writtenAt?.toISOString() ?? null).toBe(at);
});

test.each([
  ["two headers", "From: Grace <grace@example.org>\r\nFrom: Mallory <mallory@example.org>"],
  ["one header of two addresses", "From: Grace <grace@example.org>, Mallory <mallory@example.org>"],
  ["none", "Subject: x"],
])("a mail of several senders, or of none, is nobody's: %s", async (_what, from) => {
  const passed = FAILED.replace("fail", "pass") + aReply.replace(/From: .*/, from);
  expect(await readMail(Buffer.from(passed), OUR_SERVER)).toMatchObject({ from: null, isVerified: false });
});
