import { cancelEvent, editEvent } from "../events/commands.ts";
import { CLOCK_TOLERANCE } from "../guests/reply-order.ts";
import { answerInvitation } from "../guests/commands.ts";
import { answering, asGuest, asUser } from "../testing/world.ts";
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  openReplies,
  ofCalendar,
  later,
  replyOf,
  verdictFor,
  mailOf,
  OUR_SERVER,
  type Invited,
  type Sent,
} from "./replies.test-support.ts";

const { db, calendarHost, changeEvent, deliver, invited, hand } = await openReplies();

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
    ["that sends somebody else and does not say whom", "delegated", (event) => ({ calendar: replyOf(event, { partstat: "DELEGATED" }) })],
    [
      "sent by another address, which the hosts are asked about",
      "held",
      (event) => ({
        calendar: replyOf(event),
        mail: { from: "mallory@example.org" },
      }),
    ],
    [
      "sent by another address that nobody vouches for",
      "unverified",
      (event) => ({
        calendar: replyOf(event),
        mail: { from: "mallory@example.org", headers: [] },
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
    const toGuest = result.mails.filter(({ to }) => to === event.guest.email);
    expect(toGuest.map(ofCalendar)).toEqual(["NEEDS-ACTION"]);
    expect(result.mails).toHaveLength(outcome === "held" ? 2 : 1); // the other one to the host
    const again = await hand(event, mailOf(event, calendar, mail));
    expect(again.outcome).toBe(outcome);
    expect(again.mails.filter(({ to }) => to === event.guest.email)).toEqual([]); // once a day, or two programs would write to each other for ever
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

  test("a reply to an earlier time or place takes nothing from one to the present that was written before it", async () => {
    const event = await invited();
    const edit = editEvent({ needs: [], afterEdit: () => {} });
    const place = { kind: "place" as const, name: "The mill", address: "" };
    await changeEvent(event.id, edit, { commandId: randomUUID(), fields: { place } }, asUser(event.host));
    await deliver();
    const outdated = replyOf(event, { sequence: 0, partstat: "DECLINED", writtenAt: later(60_000) });
    expect(await hand(event, mailOf(event, outdated))).toMatchObject({ outcome: "outdated" });
    expect(await hand(event, mailOf(event, replyOf(event, { sequence: 1 })))).toMatchObject({ outcome: "answered", standing: "going" });
  });

  describe("by which clock", () => {
    type Said = { partstat: string; sequence?: number | null; at: number };
    const minute = 60_000;
    /**
     * What the guest's calendars write, in the order of arrival; `move`: the event moves, and `page`: they decline on the page, `page of before`:
     * that of a server which notes nothing but the answer and its time.
     */
    const rows: [string, (Said | "move" | "page" | "page of before")[], string, string][] = [
      [
        "an answer on an older server's page counts over a reply from before it that arrives after it",
        [{ partstat: "TENTATIVE", at: -30 }, "page of before", { partstat: "ACCEPTED", at: -20 }],
        "overtaken",
        "declined",
      ],
      [
        "and over one to the event as it is now",
        [{ partstat: "TENTATIVE", at: -30 }, "move", "page of before", { partstat: "ACCEPTED", sequence: 1, at: -20 }],
        "overtaken",
        "declined",
      ],
      [
        "a reply from after it counts",
        [{ partstat: "TENTATIVE", at: -30 }, "page of before", { partstat: "ACCEPTED", at: 1 }],
        "answered",
        "going",
      ],
      [
        "and so does each after that, by its own clock",
        [
          { partstat: "TENTATIVE", at: -30 },
          "page of before",
          { partstat: "ACCEPTED", at: 1 },
          "move",
          { partstat: "TENTATIVE", sequence: 1, at: -40 },
          { partstat: "ACCEPTED", sequence: 1, at: -39 },
        ],
        "answered",
        "going",
      ],
      [
        "of a reply that says no time, the next one is judged by its own",
        [
          { partstat: "DECLINED", at: -30 },
          { partstat: "TENTATIVE", sequence: 0, at: Number.NaN },
          { partstat: "ACCEPTED", at: -20 },
        ],
        "answered",
        "going",
      ],
      [
        "a later revision counts, though its device's clock is behind",
        [{ partstat: "DECLINED", at: 2 }, "move", { partstat: "ACCEPTED", sequence: 1, at: -40 }],
        "answered",
        "going",
      ],
      [
        "a later revision counts against an answer on the page before it, though the clock is behind",
        ["page", "move", { partstat: "ACCEPTED", sequence: 1, at: -40 }],
        "answered",
        "going",
      ],
      [
        "a later revision counts from a clock that is behind, and so does the next from there",
        [
          { partstat: "DECLINED", at: 2 },
          "move",
          { partstat: "TENTATIVE", sequence: 1, at: -40 },
          { partstat: "ACCEPTED", sequence: 1, at: -39 },
        ],
        "answered",
        "going",
      ],
      [
        "of one device that is far behind all replies count in their order, from before the invitation by its clock",
        [
          { partstat: "ACCEPTED", at: -61 },
          { partstat: "TENTATIVE", at: -60 },
          { partstat: "DECLINED", at: -59 },
        ],
        "answered",
        "declined",
      ],
      [
        "one that was written before it, to that revision, does not: it is late",
        [
          { partstat: "DECLINED", at: 2 },
          "move",
          { partstat: "ACCEPTED", sequence: 1, at: -39 },
          { partstat: "TENTATIVE", sequence: 1, at: -40 },
        ],
        "overtaken",
        "going",
      ],
      [
        "of one revision an older one is late, or of a clock that is behind: nobody can tell, and the guest is told",
        [
          { partstat: "DECLINED", at: 2 },
          { partstat: "ACCEPTED", at: -40 },
        ],
        "overtaken",
        "declined",
      ],
      [
        "of the page and a reply to the same revision the clocks decide",
        ["move", "page", { partstat: "ACCEPTED", sequence: 1, at: -40 }],
        "overtaken",
        "declined",
      ],
      [
        "a revision that there is not is the present one, so that such a calendar is not always right",
        [
          { partstat: "DECLINED", sequence: 9, at: 2 },
          { partstat: "ACCEPTED", sequence: 10, at: -40 },
        ],
        "overtaken",
        "declined",
      ],
      [
        "a reply that names no revision is judged by its clock alone",
        [{ partstat: "DECLINED", at: 2 }, "move", { partstat: "ACCEPTED", sequence: null, at: -40 }],
        "overtaken",
        "declined",
      ],
      [
        "one that names none may be about the revision before, so that one to the present counts after it",
        [
          { partstat: "TENTATIVE", at: 1 },
          "move",
          { partstat: "DECLINED", sequence: null, at: 2 },
          { partstat: "ACCEPTED", sequence: 1, at: -40 },
        ],
        "answered",
        "going",
      ],
    ];
    test.each(rows)("%s", async (_what, said, outcome, standing) => {
      const event = await invited();
      let last: { outcome: unknown; standing: unknown } | undefined;
      for (const one of said) {
        if (one === "page" || one === "page of before") {
          const known = db.selectFrom("guests").select(["replied_at", "replied_revision", "reply_answered_at"]);
          const before = (await known.where("id", "=", event.guest.guestId).executeTakeFirst())!;
          await changeEvent(event.id, answerInvitation, answering("declined"), asGuest({ id: event.guest.guestId, name: "Grace" }));
          if (one === "page of before") await db.updateTable("guests").set(before).where("id", "=", event.guest.guestId).execute();
        } else if (one === "move") {
          const fields = { place: { kind: "place" as const, name: "The mill", address: "" } };
          await changeEvent(
            event.id,
            editEvent({ needs: [], afterEdit: () => {} }),
            { commandId: randomUUID(), fields },
            asUser(event.host),
          );
        } else {
          const { at, ...reply } = one;
          last = await hand(event, mailOf(event, replyOf(event, { ...reply, writtenAt: Number.isNaN(at) ? null : later(at * minute) })));
        }
      }
      expect([last!.outcome, last!.standing]).toEqual([outcome, standing]);
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

  test("replies that were all on their way for an hour: each later one counts, and hosts read when they were written", async () => {
    const event = await invited();
    await db
      .updateTable("guests")
      .set({ added_at: later(-2 * 3_600_000) })
      .where("id", "=", event.guest.guestId)
      .execute();
    const written = [later(-62 * 60_000), later(-61 * 60_000)] as const;
    await hand(event, mailOf(event, replyOf(event, { writtenAt: written[0] })));
    expect(await hand(event, mailOf(event, replyOf(event, { partstat: "DECLINED", writtenAt: written[1] })))).toMatchObject({
      outcome: "answered",
      standing: "declined",
    });
    expect(Math.abs((await event.row()).answered_at!.getTime() - written[1].getTime())).toBeLessThan(1_000);
  });

  test("a clock that was never set does not make an answer older than the invitation", async () => {
    const event = await invited();
    expect(await hand(event, mailOf(event, replyOf(event, { writtenAt: new Date(0) })))).toMatchObject({ outcome: "answered" });
    const { answered_at, added_at } = await event.row();
    expect(answered_at).toEqual(added_at);
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

test("a calendar part that says nothing, in a mail that a program wrote, is not answered", async () => {
  const event = await invited();
  const noise = mailOf(event, "BEGIN:VCALENDAR", { headers: ["Auto-Submitted: auto-replied"] });
  expect(await hand(event, noise)).toMatchObject({ outcome: "automatic", standing: "none", mails: [] });
});
