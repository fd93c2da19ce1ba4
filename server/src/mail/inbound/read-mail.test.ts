import fc from "fast-check";
import { expect, test } from "vitest";
import { readMail } from "./read-mail.ts";

/** What mails are made of that break careless readers. */
const pieces = [
  "\r\n",
  "\n",
  "\0",
  "--b",
  "--b--",
  "BEGIN:VEVENT\r\n",
  "END:VEVENT\r\n",
  "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n",
  "RECURRENCE-ID:20300610T170000Z\r\n",
  "ATTENDEE;PARTSTAT=ACCEPTED:mailto:%\r\n",
  "DTSTAMP:99999999T999999Z\r\n",
  'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:%","":mailto:x\r\n',
  "SEQUENCE:1e99\r\n",
  ";",
  ":",
  '"',
  "=\r\n",
  "Content-Transfer-Encoding: base64\r\n",
  "Content-Type: message/rfc822\r\n\r\n",
  "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
  "=?utf-8?b?",
  "\u00ff",
];

const whole = [
  "Authentication-Results: mx.example; dmarc=pass header.from=example.org",
  "From: Grace <grace@example.org>",
  "Message-ID: <1@example.org>",
  "Content-Type: multipart/alternative; boundary=b",
  "",
  "--b",
  "Content-Type: text/calendar; method=REPLY",
  "",
  "BEGIN:VCALENDAR",
  "METHOD:REPLY",
  "BEGIN:VEVENT",
  "UID:1@example.org",
  "SEQUENCE:3",
  "DTSTAMP:20300101T120000Z",
  "ATTENDEE;PARTSTAT=ACCEPTED:mailto:grace@example.org",
  "COMMENT:A salad",
  "END:VEVENT",
  "END:VCALENDAR",
  "--b--",
  "",
].join("\r\n");

const change = fc.record({ at: fc.nat(whole.length), taken: fc.nat(40), put: fc.constantFrom(...pieces, "") });
/** More of them in the night: `TEST_NIGHT`. */
const RUNS = process.env["TEST_NIGHT"] ? 100_000 : 1_000;

test("a whole mail is read", async () => {
  expect(await readMail(Buffer.from(whole), "mx.example")).toEqual({
    id: "<1@example.org>",
    from: "grace@example.org",
    to: [],
    isVerified: true,
    isAutomatic: false,
    words: "",
    files: 0,
    calendar: {
      method: "REPLY",
      uid: "1@example.org",
      sequence: 3,
      writtenAt: new Date("2030-01-01T12:00:00Z"),
      attendees: [{ email: "grace@example.org", partstat: "ACCEPTED", delegatedTo: [], delegatedFrom: [] }],
      comment: "A salad",
      suggestion: null,
    },
  });
});

test("whatever a mail has become on its way, it is read without a failure, and what is read is of the kinds promised", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const mail = changes.reduce((text, { at, taken, put }) => text.slice(0, at) + put + text.slice(at + taken), whole);
      const read = await readMail(Buffer.from(mail, "latin1"), "mx.example");
      expect(read.id).not.toBe("");
      if (typeof read.calendar === "string") return;
      const { method, uid, sequence, writtenAt } = read.calendar;
      expect(["REPLY", "COUNTER", "REFRESH"]).toContain(method);
      expect(uid).not.toBe("");
      expect(sequence === null || Number.isSafeInteger(sequence)).toBe(true);
      expect(writtenAt === null || !Number.isNaN(writtenAt.getTime())).toBe(true);
    }),
    { numRuns: RUNS },
  );
}, 1_200_000);

test("parts nested too deep are not read, and of thousands of attendees only the first twenty", async () => {
  const nested = `${"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(500)}x`;
  const long = whole.replace("COMMENT", `${"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org\r\n".repeat(2_000)}COMMENT`);
  expect((await readMail(Buffer.from(nested), null)).calendar).toBe("unreadable");
  const { calendar } = await readMail(Buffer.from(long), null);
  expect(typeof calendar === "object" && calendar.attendees.length).toBe(20);
});

test.each([
  [
    "To and Cc, in lower case, each once",
    ["To: Ada <RSVP+1@in.example>, other@in.example", "Cc: rsvp+1@in.example"],
    ["rsvp+1@in.example", "other@in.example"],
  ],
  [
    "what a server has written on delivery",
    ["Delivered-To: rsvp+2@in.example", "To: list@lists.example"],
    ["rsvp+2@in.example", "list@lists.example"],
  ],
  ["a group", ["To: Us: rsvp+3@in.example, b@in.example;"], ["rsvp+3@in.example", "b@in.example"]],
  ["nobody", ["To: undisclosed-recipients:;"], []],
])("whom a mail says that it is to: %s", async (_what, headers, to) => {
  const read = await readMail(Buffer.from([...headers, "From: a@example.org", "", "Yes"].join("\r\n")), null);
  expect(read.to).toEqual(to);
});
