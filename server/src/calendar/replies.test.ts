import { CLOCK_TOLERANCE } from "../guests/reply-order.ts";
import { answerInvitation } from "../guests/commands.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { guestsToInvite } from "../notifications/mail-pipeline.test-support.ts";
import { answering, asGuest, asUser } from "../testing/world.ts";
import { sql } from "kysely";
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { openReplies, ofCalendar, later, replyOf, mailOf } from "./replies.test-support.ts";

const { db, changeEvent, open, deliver, invited, hand } = await openReplies();

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
    const other = { ...guestsToInvite(1)[0]!, name: "Hedy", email: `hedy${randomUUID()}@example.org` };
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

test("two mails of one Message-ID that say different things are two replies", async () => {
  const event = await invited();
  const first = mailOf(event, replyOf(event));
  await hand(event, first);
  const second = { ...first, raw: first.raw.replace("PARTSTAT=ACCEPTED", "PARTSTAT=DECLINED") };
  expect(await hand(event, second)).toMatchObject({ outcome: "answered", standing: "declined" });
});

test("by LMTP, too", async () => {
  const event = await invited();
  const { sender } = await open("lmtp://127.0.0.1:0");
  await sender.sendMail(mailOf(event, replyOf(event)));
  expect((await event.row()).standing).toBe("going");
});

test("a reply of a clock that is far ahead does not outdate those that are written after it is set right", async () => {
  const event = await invited();
  await hand(event, mailOf(event, replyOf(event, { partstat: "DECLINED", writtenAt: later(400 * 86_400_000) })));
  const corrected = replyOf(event, { writtenAt: later(CLOCK_TOLERANCE + 60_000) });
  expect(await hand(event, mailOf(event, corrected))).toMatchObject({ outcome: "answered", standing: "going" });
});
