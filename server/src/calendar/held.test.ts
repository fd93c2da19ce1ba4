import { randomUUID } from "node:crypto";
import { entryFor } from "@turnout/contract/entry-kinds";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { editEvent } from "../events/commands.ts";
import { answerForGuest, answerInvitation, removeGuest } from "../guests/commands.ts";
import { settleReply } from "../guests/held-replies.ts";
import { waitingReplies } from "../guests/waiting-replies.ts";
import { readLog } from "../log/read-log.ts";
import type { FinishedMail } from "../mail/transport.ts";
import { answering, asGuest, asUser, guestViewer, hostViewer, publicViewer } from "../testing/world.ts";
import { mailOf, openReplies, replyOf, verdictFor, type Invited } from "./replies.test-support.ts";
import { MAILS_A_DAY } from "./take-reply.ts";

/** Replies of calendars that a host decides on: those that other addresses send, and those that suggest another time. */
const { db, changeEvent, deliver, invited, hand, sender } = await openReplies();

const OTHER = "grace@work.example";
const byOther = (event: Invited, calendar = replyOf(event)) => mailOf(event, calendar, { from: OTHER, headers: [verdictFor(OTHER)] });

const entriesOf = async (event: Invited) => (await readLog(db, event.id, { after: 0 })).entries;
async function heldOf(event: Invited) {
  return (await entriesOf(event)).flatMap(({ seq, body }) => (body.type === "reply.held" ? [{ seq, ...body }] : []));
}
const toHost = (event: Invited, mails: FinishedMail[]) => mails.filter(({ to }) => to === `${event.host.id}@example.org`);
const toGuest = (event: Invited, mails: FinishedMail[]) => mails.filter(({ to }) => to === event.guest.email);
const settle = (event: Invited, reply: number, declines: boolean) =>
  changeEvent(event.id, settleReply, { commandId: randomUUID(), guestId: event.guest.guestId, reply, declines }, asUser(event.host));

describe("a reply that another address sends, which our server vouches for", () => {
  test("answers nothing: the hosts are asked, and the guest is told", async () => {
    const event = await invited();
    const { outcome, standing, mails } = await hand(event, byOther(event, replyOf(event, { more: ["COMMENT:A salad"] })));
    expect([outcome, standing]).toEqual(["held", "none"]);
    expect(await heldOf(event)).toMatchObject([{ from: OTHER, answer: "going", note: "A salad", proposal: null }]);
    expect(toHost(event, mails)[0]!.text).toMatch(new RegExp(`${OTHER}[\\s\\S]*Going[\\s\\S]*A salad`));
    expect(toHost(event, mails)[0]).toMatchObject({ replyTo: { address: event.guest.email } });
    expect(toGuest(event, mails)[0]!.subject).toMatch(/Is this you/);
  });

  test("of somebody whom the invitation was passed on to is held as well, and makes nobody a guest", async () => {
    const event = await invited();
    const forwarded = replyOf(event, { attendee: `ATTENDEE;PARTSTAT=DECLINED:mailto:${OTHER}` });
    expect(await hand(event, byOther(event, forwarded))).toMatchObject({ outcome: "held", standing: "none" });
    expect(await heldOf(event)).toMatchObject([{ from: OTHER, answer: "declined" }]);
    const guests = await db.selectFrom("guests").select("id").where("event_id", "=", event.id).execute();
    expect(guests).toHaveLength(1);
  });

  test("control: without a server's word nobody is asked, whatever address it names", async () => {
    const event = await invited();
    const forged = mailOf(event, replyOf(event), { from: OTHER, headers: [verdictFor(OTHER, "fail")] });
    expect(await hand(event, forged)).toMatchObject({ outcome: "unverified" });
    expect(await heldOf(event)).toEqual([]);
  });

  test("is seen by hosts alone", async () => {
    const event = await invited();
    await hand(event, byOther(event));
    const entries = await entriesOf(event);
    const seenBy = (viewer: Parameters<typeof entryFor>[0]) => JSON.stringify(entries.map((entry) => entryFor(viewer, entry)));
    for (const viewer of [publicViewer, guestViewer({ id: event.guest.guestId, name: "Grace" })])
      expect(seenBy(viewer)).not.toContain(OTHER);
    expect(seenBy(hostViewer(event))).toContain(OTHER);
  });

  test("says nothing new where the guest has answered so", async () => {
    const event = await invited();
    await hand(event, mailOf(event, replyOf(event)));
    expect(await hand(event, byOther(event))).toMatchObject({ outcome: "same", mails: [] });
    expect(await heldOf(event)).toEqual([]);
  });

  test("delivered twice is asked about once, and many in a day are refused", async () => {
    const event = await invited();
    const mail = byOther(event);
    await hand(event, mail);
    await hand(event, mail);
    expect(await heldOf(event)).toHaveLength(1);
    for (let count = 1; count < MAILS_A_DAY; count++) await hand(event, byOther(event));
    const error = await sender.sendMail(byOther(event)).catch((failed: unknown) => failed);
    expect(error).toMatchObject({ responseCode: 550 });
    expect(await heldOf(event)).toHaveLength(MAILS_A_DAY);
  });

  test("counts once a host accepts it", async () => {
    const event = await invited();
    await hand(event, byOther(event));
    const input = { commandId: randomUUID(), guestId: event.guest.guestId, answer: "going" as const, plusOnes: [], note: "A salad" };
    await changeEvent(event.id, answerForGuest, input, asUser(event.host));
    expect(await event.row()).toMatchObject({ standing: "going", note: "A salad" });
  });

  test("that a host ignores is over, and nobody hears of it", async () => {
    const event = await invited();
    await hand(event, byOther(event));
    await settle(event, (await heldOf(event))[0]!.seq, false);
    expect(await deliver()).toEqual([]);
    expect((await event.row()).standing).toBe("none");
  });
});

const counter = (event: Invited, ...more: string[]) => replyOf(event, { method: "COUNTER", partstat: "TENTATIVE", more });
const suggest = (event: Invited, ...more: string[]) => hand(event, mailOf(event, counter(event, ...more)));

describe("another time that a calendar suggests", () => {
  test("is a maybe with its comment as the note, and a question to the hosts", async () => {
    const event = await invited();
    const { outcome, standing, mails } = await suggest(event, "DTSTART:20300610T170000Z", "COMMENT:Later?");
    expect([outcome, standing]).toEqual(["answered", "maybe"]);
    expect((await event.row()).note).toBe("Later?");
    const proposal = { starts: "2030-06-10T19:00", ends: null, zone: null };
    expect(await heldOf(event)).toMatchObject([{ from: null, answer: null, proposal }]);
    expect(toHost(event, mails)[0]!.text).toMatch(/Grace.* suggests another time: Monday.*10 June 2030/);
  });

  const observance = (name: string, to: string) =>
    `BEGIN:${name}\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:${to}\r\nEND:${name}\r\n`;
  const withZone = (calendar: string, name: string, winter: string, summer: string) =>
    calendar.replace(
      "BEGIN:VEVENT",
      `BEGIN:VTIMEZONE\r\nTZID:${name}\r\n${observance("STANDARD", winter)}${observance("DAYLIGHT", summer)}END:VTIMEZONE\r\nBEGIN:VEVENT`,
    );
  const WINDOWS = "W. Europe Standard Time";
  const inWindows = [`DTSTART;TZID="${WINDOWS}":20300610T190000`];

  test.each<[string, (event: Invited) => string, object]>([
    ["in another zone", (event) => counter(event, "DTSTART;TZID=America/New_York:20300610T130000"), { starts: "2030-06-10T19:00" }],
    ["on the event's clock", (event) => counter(event, "DTSTART:20300610T190000"), { starts: "2030-06-10T19:00" }],
    [
      "in Outlook's zone of the same hours",
      (event) => withZone(counter(event, ...inWindows), WINDOWS, "+0100", "+0200"),
      { starts: "2030-06-10T19:00", zone: null },
    ],
    [
      "in an unknown zone of other hours, control",
      (event) => withZone(counter(event, ...inWindows), WINDOWS, "+0100", "+0300"),
      { starts: "2030-06-10T19:00", zone: WINDOWS },
    ],
    [
      "in an unknown zone that is not described, control",
      (event) => counter(event, "DTSTART;TZID=Room:20300610T190000"),
      { starts: "2030-06-10T19:00", zone: "Room" },
    ],
    // By an abbreviation, as vobject names zones: the file says which hours it means.
    [
      "in a zone called GMT that has the event's hours",
      (event) => withZone(counter(event, "DTSTART;TZID=GMT:20300610T190000"), "GMT", "+0100", "+0200"),
      { starts: "2030-06-10T19:00", zone: null },
    ],
    [
      "in a zone called EST that has summers, as no zone of that name has",
      (event) => withZone(counter(event, "DTSTART;TZID=EST:20300610T130000"), "EST", "-0500", "-0400"),
      { starts: "2030-06-10T13:00", zone: "EST" },
    ],
    [
      "in a zone called GMT that is it, control",
      (event) => withZone(counter(event, "DTSTART;TZID=GMT:20300610T170000"), "GMT", "+0000", "+0000"),
      { starts: "2030-06-10T19:00", zone: null },
    ],
    [
      "in GMT that is not described, control",
      (event) => counter(event, "DTSTART;TZID=GMT:20300610T170000"),
      { starts: "2030-06-10T19:00", zone: null },
    ],
    [
      "in a zone of a place whose hours the file has wrong, control",
      (event) => withZone(counter(event, "DTSTART;TZID=America/New_York:20300610T130000"), "America/New_York", "-0500", "-0500"),
      { starts: "2030-06-10T19:00", zone: null },
    ],
    ["with its end", (event) => counter(event, "DTSTART:20300610T170000Z", "DTEND:20300610T183000Z"), { ends: "2030-06-10T20:30" }],
    [
      "as a day",
      (event) => counter(event, "DTSTART;VALUE=DATE:20300610", "DTEND;VALUE=DATE:20300611"),
      { starts: "2030-06-10", ends: null },
    ],
    [
      "as days",
      (event) => counter(event, "DTSTART;VALUE=DATE:20300610", "DTEND;VALUE=DATE:20300613"),
      { starts: "2030-06-10", ends: "2030-06-12" },
    ],
  ])("%s", async (_how, write, proposal) => {
    const event = await invited({ ends: `${new Date().getUTCFullYear() + 1}-06-18T22:00` });
    expect(await hand(event, mailOf(event, write(event)))).toMatchObject({ outcome: "answered" });
    expect((await heldOf(event)).map((held) => held.proposal)).toEqual([expect.objectContaining(proposal)]);
  });

  test.each([
    "DTSTART:99991301T250000Z",
    "DTSTART:00000101T000000",
    "DTSTART;TZID=Europe/Berlin:99990101T000000",
    "DTSTART:never",
    "X-NONE:1",
  ])("that is none (%s) is a maybe, and no question", async (line) => {
    const event = await invited();
    expect(await suggest(event, line)).toMatchObject({ outcome: "answered", standing: "maybe" });
    expect(await heldOf(event)).toEqual([]);
  });

  test("for an earlier time of the event is no question", async () => {
    const event = await invited();
    const outdated = replyOf(event, { method: "COUNTER", sequence: -1, more: ["DTSTART:20300610T170000Z"] });
    expect(await hand(event, mailOf(event, outdated))).toMatchObject({ outcome: "outdated" });
    expect(await heldOf(event)).toEqual([]);
  });

  test("is declined by an email with a DECLINECOUNTER for the same entry, once", async () => {
    const event = await invited();
    await suggest(event, "DTSTART:20300610T170000Z");
    const { seq } = (await heldOf(event))[0]!;
    await settle(event, seq, true);
    const [mail, ...others] = await deliver();
    expect(others).toEqual([]);
    const calendar = new ICAL.Component(ICAL.parse(mail!.calendar!.content));
    expect([mail!.to, mail!.calendar!.method, calendar.getFirstPropertyValue("method")]).toEqual([
      event.guest.email,
      "DECLINECOUNTER",
      "DECLINECOUNTER",
    ]);
    expect(calendar.getFirstSubcomponent("vevent")!.getFirstPropertyValue("uid")).toBe(event.uid);
    await settle(event, seq, true);
    expect(await deliver()).toEqual([]);
  });

  test("control: a host who declines what nobody suggested sends no email", async () => {
    const event = await invited();
    await hand(event, byOther(event));
    await settle(event, (await heldOf(event))[0]!.seq, true);
    await settle(event, 1, true);
    expect(await deliver()).toEqual([]);
  });

  test("is not answered for a guest who was removed meanwhile", async () => {
    const event = await invited();
    await suggest(event, "DTSTART:20300610T170000Z");
    const about = { commandId: randomUUID(), guestId: event.guest.guestId };
    await changeEvent(event.id, removeGuest, about, asUser(event.host));
    await expect(settle(event, (await heldOf(event))[0]!.seq, true)).rejects.toMatchObject({ code: "guest_not_found" });
  });
});

describe("hosts are shown which replies wait for their word", () => {
  const waiting = async (event: Invited) => (await waitingReplies(db, event.id)).map(({ seq, name, from }) => ({ seq, name, from }));
  const seqs = async (event: Invited) => (await waiting(event)).map(({ seq }) => seq);

  test("newest first, with whose they are, and none of another event", async () => {
    const [event, other] = [await invited(), await invited()];
    await hand(other, byOther(other));
    await hand(event, byOther(event));
    await suggest(event, "DTSTART:20300610T170000Z");
    const held = await heldOf(event);
    expect(held).toHaveLength(2);
    expect(await waiting(event)).toEqual([{ seq: held[1]!.seq, name: "Grace", from: null }]); // its maybe has settled the first
    expect(await waiting(other)).toMatchObject([{ name: "Grace", from: OTHER }]);
  });

  test.each<[string, (event: Invited, seq: number) => Promise<unknown>]>([
    ["a host leaves it without effect", (event, seq) => settle(event, seq, false)],
    [
      "the guest answers",
      (event) => changeEvent(event.id, answerInvitation, answering("declined"), asGuest({ id: event.guest.guestId, name: "Grace" })),
    ],
    [
      "the guest is removed",
      (event) => changeEvent(event.id, removeGuest, { commandId: randomUUID(), guestId: event.guest.guestId }, asUser(event.host)),
    ],
  ])("until %s", async (_what, end) => {
    const event = await invited();
    await hand(event, byOther(event));
    const [held] = await heldOf(event);
    expect(await seqs(event)).toEqual([held!.seq]);
    await end(event, held!.seq);
    expect(await seqs(event)).toEqual([]);
  });

  test("also while a host settles another, and no longer once the event has moved to the time that it suggests", async () => {
    const event = await invited();
    await suggest(event, "DTSTART;TZID=Europe/Berlin:20300610T190000");
    const [first] = await seqs(event);
    await settle(event, 1, false);
    expect(await seqs(event)).toEqual([first]);
    const move = { commandId: randomUUID(), fields: { starts: "2030-06-10T19:00" } };
    await changeEvent(event.id, editEvent({ needs: [], afterEdit: () => {} }), move, asUser(event.host));
    expect(await seqs(event)).toEqual([]);
  });
});
