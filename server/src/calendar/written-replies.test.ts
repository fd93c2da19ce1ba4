import { describe, expect, test } from "vitest";
import { openReplies, replyOf, verdictFor, mailOf, type Invited, type Sent } from "./replies.test-support.ts";

const { invited, hand } = await openReplies();

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
