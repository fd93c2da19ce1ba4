import { expect, test } from "vitest";
import { readCalendarReply } from "./calendar-reply.ts";

const replyWith = (attendee: string) =>
  ["BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT", "UID:1@turnout.test", attendee, "END:VEVENT", "END:VCALENDAR", ""].join("\r\n");
const attendeeOf = (attendee: string) => readCalendarReply(replyWith(attendee))?.attendees[0];

const anna = { email: "anna@example.org", partstat: "ACCEPTED", delegatedTo: [], delegatedFrom: [] };

test.each([
  ["in quotes", 'ATTENDEE;CN="Berg: Anna";PARTSTAT=ACCEPTED:mailto:anna@example.org'],
  ["with a backslash before the colon", "ATTENDEE;CN=Berg\\: Anna;PARTSTAT=ACCEPTED:mailto:anna@example.org"],
  ["with a backslash before the semicolon", "ATTENDEE;CN=Berg\\; Anna;PARTSTAT=ACCEPTED:mailto:anna@example.org"],
  ["with a backslash before the comma, folded there", "ATTENDEE;CN=Berg\\\r\n , Anna;PARTSTAT=ACCEPTED:mailto:anna@example.org"],
  ["of who wrote it for them", "ATTENDEE;PARTSTAT=ACCEPTED;SENT-BY=mailto\\:bert@example.org:mailto:anna@example.org"],
  ["that ends in a backslash", "ATTENDEE;PARTSTAT=ACCEPTED;CN=Anna\\\\:mailto:anna@example.org"],
])("a guest and their answer are read whose line has a value %s", (_, attendee) => expect(attendeeOf(attendee)).toEqual(anna));

test("several addresses in one parameter stay several", () => {
  const delegated = "ATTENDEE;DELEGATED-TO=mailto\\:bert@example.org,mailto\\:carl@example.org;PARTSTAT=DELEGATED:mailto:anna@example.org";
  expect(attendeeOf(delegated)).toMatchObject({ partstat: "DELEGATED", delegatedTo: ["bert@example.org", "carl@example.org"] });
});

test("control: a backslash in the value of another line, which means what it says there, is not touched", () => {
  const text = replyWith("ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@example.org\r\nCOMMENT;LANGUAGE=en:See you\\, at 7\\; or 8");
  expect(readCalendarReply(text)).toMatchObject({ attendees: [anna], comment: "See you, at 7; or 8" });
});
