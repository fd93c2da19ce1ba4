import { randomUUID } from "node:crypto";
import { entryFor } from "@turnout/contract/entry-kinds";
import { MAX_DELEGATES } from "@turnout/contract/guest-mail-entries";
import { nameFromEmail } from "@turnout/contract/name-from-email";
import { describe, expect, test } from "vitest";
import { editEvent } from "../events/commands.ts";
import { answerForGuest, answerInvitation } from "../guests/commands.ts";
import { settleReply } from "../guests/held-replies.ts";
import { waitingReplies } from "../guests/waiting-replies.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { readLog } from "../log/read-log.ts";
import type { FinishedMail } from "../mail/transport.ts";
import { answering, asGuest, asUser, guestViewer, hostViewer, publicViewer } from "../testing/world.ts";
import { later, mailOf, ofCalendar, openReplies, replyOf, verdictFor, type Invited } from "./replies.test-support.ts";

/** Replies by which somebody else is to come in a guest's place (RFC 5546, 3.2.2.3): the hosts are asked. */
const { db, changeEvent, deliver, invited, hand } = await openReplies();

const BEA = "bea@example.org";
const WORK = "grace@work.example";
const uris = (addresses: string[]) => addresses.map((address) => `"mailto:${address}"`).join(",");
/** As RFC 5546, 4.2.5 has it. `to`: DELEGATED-TO as it is written. */
const delegating = (event: Invited, to = uris([BEA]), more: object = {}) =>
  replyOf(event, {
    attendee: `ATTENDEE;PARTSTAT=DELEGATED${to && `;DELEGATED-TO=${to}`}:mailto:${event.guest.email}`,
    ...more,
  });
const delegate = (event: Invited, ...more: [to?: string, more?: object]) => hand(event, mailOf(event, delegating(event, ...more)));

const entriesOf = async (event: Invited) => (await readLog(db, event.id, { after: 0 })).entries;
async function heldOf(event: Invited) {
  return (await entriesOf(event)).flatMap(({ seq, body }) => (body.type === "reply.held" ? [{ seq, ...body }] : []));
}
const toHost = (event: Invited, mails: FinishedMail[]) => mails.filter(({ to }) => to === `${event.host.id}@example.org`);
const toGuest = (event: Invited, mails: FinishedMail[]) => mails.filter(({ to }) => to === event.guest.email);
const settle = (event: Invited, reply: number, declines: boolean) =>
  changeEvent(event.id, settleReply, { commandId: randomUUID(), guestId: event.guest.guestId, reply, declines }, asUser(event.host));
const answerAs = (event: Invited, answer: "going" | "declined") =>
  changeEvent(event.id, answerInvitation, answering(answer), asGuest({ id: event.guest.guestId, name: "Grace" }));

/** What a host's "invite instead" sends: the invitation, then the guest's answer. */
async function accept(event: Invited, delegates: string[]) {
  const guests = delegates.map((email) => ({
    guestId: randomUUID(),
    name: nameFromEmail(email),
    email,
    plusOnesAllowed: null,
    locale: null,
  }));
  await changeEvent(event.id, inviteGuests, { commandId: randomUUID(), guests, message: "", send: true }, asUser(event.host));
  const answer = { commandId: randomUUID(), guestId: event.guest.guestId, answer: "declined" as const, plusOnes: [] };
  await changeEvent(event.id, answerForGuest, answer, asUser(event.host));
}

describe("a reply that sends somebody else", () => {
  test("changes nothing: the hosts are asked by email with the address, and the guest is told without it", async () => {
    const event = await invited();
    const { outcome, standing, mails } = await delegate(event, uris([BEA]), { more: ["COMMENT:She knows the way"] });
    expect([outcome, standing]).toEqual(["delegationHeld", "none"]);
    const held = { from: null, answer: "declined", note: "She knows the way", proposal: null, delegates: [BEA] };
    expect(await heldOf(event)).toMatchObject([held]);
    expect(toHost(event, mails)[0]!.text).toMatch(new RegExp(`Grace.* wants to send somebody else: .*${BEA}[\\s\\S]*She knows the way`));
    const [told] = toGuest(event, mails);
    expect(told!.subject).toMatch(/asked your hosts/);
    expect([told!.text, told!.html, told!.calendar!.content].join(" ")).not.toContain(BEA);
    expect(ofCalendar(told!)).toBe("NEEDS-ACTION");
    expect(mails).toHaveLength(2); // nobody has written to whoever is to come
  });

  test("waits for a host's word with the address, until one settles it", async () => {
    const event = await invited();
    await delegate(event);
    const [waiting] = await waitingReplies(db, event.id);
    expect(waiting).toMatchObject({ name: "Grace", from: null, answer: "declined", delegates: [BEA] });
    await settle(event, waiting!.seq, true);
    expect(await waitingReplies(db, event.id)).toEqual([]);
  });

  test("is seen by hosts alone", async () => {
    const event = await invited();
    await delegate(event);
    const entries = await entriesOf(event);
    const seenBy = (viewer: Parameters<typeof entryFor>[0]) => JSON.stringify(entries.map((entry) => entryFor(viewer, entry)));
    for (const viewer of [publicViewer, guestViewer({ id: event.guest.guestId, name: "Grace" })]) expect(seenBy(viewer)).not.toContain(BEA);
    expect(seenBy(hostViewer(event))).toContain(BEA);
  });

  test("is accepted by inviting them: the guest declines, and the seat is given as it always is", async () => {
    const event = await invited({ capacity: 1, waitlist: true });
    await answerAs(event, "going");
    const hedy = { guestId: randomUUID(), name: "Hedy", email: "hedy@example.org", plusOnesAllowed: null, locale: null };
    await changeEvent(event.id, inviteGuests, { commandId: randomUUID(), guests: [hedy], message: "", send: false }, asUser(event.host));
    await changeEvent(event.id, answerInvitation, answering("going"), asGuest({ id: hedy.guestId, name: "Hedy" }));
    await deliver();
    await delegate(event);
    expect((await event.row()).standing).toBe("going"); // until the hosts decide
    await accept(event, [BEA]);
    const mails = await deliver();
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual(
      expect.arrayContaining([
        [BEA, expect.stringMatching(/invites you/)],
        [hedy.email, expect.stringMatching(/A seat opened up/)], // who has waited longest gets the seat, not whoever was sent
      ]),
    );
    expect(mails).toHaveLength(2);
    expect((await event.row()).standing).toBe("declined");
    const guests = await db.selectFrom("guests").select(["name", "email", "standing"]).where("event_id", "=", event.id).execute();
    expect(guests).toContainEqual({ name: "Bea", email: BEA, standing: "none" });
    expect(guests).toContainEqual({ name: "Hedy", email: hedy.email, standing: "going" });
    expect(await waitingReplies(db, event.id)).toEqual([]);
  });

  test("that a host declines leaves the guest's answer, and tells them once, without the address", async () => {
    const event = await invited();
    await answerAs(event, "going");
    await delegate(event);
    const { seq } = (await heldOf(event))[0]!;
    await deliver();
    await settle(event, seq, true);
    const [mail, ...others] = await deliver();
    expect(others).toEqual([]);
    expect([mail!.to, mail!.calendar!.method, ofCalendar(mail!)]).toEqual([event.guest.email, "REQUEST", "ACCEPTED"]);
    expect(mail!.text).toMatch(/anybody else in your place/);
    expect(mail!.text).not.toContain(BEA);
    expect((await event.row()).standing).toBe("going");
    await settle(event, seq, true);
    expect(await deliver()).toEqual([]);
  });

  test("delivered twice is asked about once", async () => {
    const event = await invited();
    const mail = mailOf(event, delegating(event));
    await hand(event, mail);
    expect(await hand(event, mail)).toMatchObject({ outcome: "delegationHeld", mails: [] });
    expect(await heldOf(event)).toHaveLength(1);
  });

  test("says nothing new once they are invited and the guest has declined", async () => {
    const event = await invited();
    await delegate(event);
    await accept(event, [BEA]);
    await deliver();
    expect(await delegate(event, uris([BEA]), { writtenAt: later(1_000) })).toMatchObject({ outcome: "same", mails: [] });
    const other = await delegate(event, uris([BEA, "cleo@example.org"]), { writtenAt: later(2_000) });
    expect(other).toMatchObject({ outcome: "delegationHeld" }); // control: somebody else is
    expect(await heldOf(event)).toHaveLength(2);
  });
});

const many = (count: number) => Array.from({ length: count }, (_, at) => `guest${at}@example.org`);

describe("whom DELEGATED-TO names", () => {
  test.each<[string, string, string[]]>([
    ["several", uris([BEA, "cleo@example.org"]), [BEA, "cleo@example.org"]],
    ["as many as may be", uris(many(MAX_DELEGATES)), many(MAX_DELEGATES)],
    ["one twice", uris([BEA, "Bea@Example.org"]), [BEA]],
    ["in capitals, with a plus that is escaped", '"MAILTO:Bea%2Bparty@Example.ORG"', ["bea+party@example.org"]],
    ["with a header field", `"mailto:${BEA}?subject=Picnic"`, [BEA]],
    ["in one value with an X- parameter before it", `${uris([BEA])};X-NUM-GUESTS=0`, [BEA]],
  ])("%s", async (_what, to, delegates) => {
    const event = await invited();
    expect(await delegate(event, to)).toMatchObject({ outcome: "delegationHeld", standing: "none" });
    expect(await heldOf(event)).toMatchObject([{ delegates }]);
  });

  test.each([
    ["nobody", ""],
    ["an empty value", '""'],
    ["the guest themselves", "SELF"],
    ["no address", '"mailto:bea"'],
    ["another kind of URI", '"https://example.org/bea"'],
    ["one address and one that is none", `${uris([BEA])},"mailto:cleo at example.org"`],
    ["more than may be", uris(many(MAX_DELEGATES + 1))],
    ["an address with a header injected", '"mailto:bea@example.org%0D%0ABcc:mallory@example.org"'],
    ["markup", '"mailto:<b>bea</b>@example.org"'],
  ])("%s: asks nobody, and the guest is told that it does not say whom", async (_what, to) => {
    const event = await invited();
    const { outcome, standing, mails } = await delegate(event, to.replace("SELF", uris([event.guest.email])));
    expect([outcome, standing]).toEqual(["delegated", "none"]);
    expect(await heldOf(event)).toEqual([]);
    expect(mails.map((mail) => [mail.to, ofCalendar(mail)])).toEqual([[event.guest.email, "NEEDS-ACTION"]]);
    expect(mails[0]!.text).toMatch(/could not tell to whom/);
  });

  test("without quotes is no reply of the guest's that can be read", async () => {
    const event = await invited();
    expect(await delegate(event, `mailto:${BEA}`)).toMatchObject({ outcome: "otherAddress", standing: "none" });
    expect(await heldOf(event)).toEqual([]);
  });
});

describe("whose word it is", () => {
  const coming = (event: Invited, partstat = "ACCEPTED") =>
    `ATTENDEE;PARTSTAT=${partstat};DELEGATED-FROM="mailto:${event.guest.email}":mailto:${BEA}`;
  const byBea = (event: Invited, calendar: string) => mailOf(event, calendar, { from: BEA, headers: [verdictFor(BEA)] });

  test("the guest's, sent by another address of theirs: hosts see both, and the guest is asked if it was them", async () => {
    const event = await invited();
    const { outcome, mails } = await hand(event, mailOf(event, delegating(event), { from: WORK, headers: [verdictFor(WORK)] }));
    expect(outcome).toBe("held");
    expect(await heldOf(event)).toMatchObject([{ from: WORK, answer: "declined", delegates: [BEA] }]);
    expect(toHost(event, mails)[0]!.text).toMatch(new RegExp(`${WORK}[\\s\\S]*${BEA}`));
    expect(toGuest(event, mails)[0]!.subject).toMatch(/Is this you/);
  });

  test("that of whoever comes in their place, who accepts with the guest's line beside theirs, or alone", async () => {
    for (const more of [false, true]) {
      const event = await invited();
      const both = delegating(event, uris([BEA]), { more: [coming(event)] });
      const calendar = more ? both : replyOf(event, { attendee: coming(event) });
      expect(await hand(event, byBea(event, calendar))).toMatchObject({ outcome: "held", standing: "none" });
      expect(await heldOf(event)).toMatchObject([{ from: BEA, answer: "declined", delegates: [BEA] }]);
    }
  });

  test("control: of somebody who declines nobody is to come, and who names another guest's place takes none", async () => {
    const event = await invited();
    await hand(event, byBea(event, replyOf(event, { attendee: coming(event, "DECLINED") })));
    await hand(event, byBea(event, replyOf(event, { attendee: coming({ ...event, guest: { ...event.guest, email: WORK } }) })));
    expect((await heldOf(event)).map(({ answer, delegates }) => [answer, delegates])).toEqual([
      ["declined", undefined],
      ["going", undefined],
    ]);
  });

  test("control: nobody's, where no server vouches for the sender", async () => {
    const event = await invited();
    const forged = mailOf(event, delegating(event), { headers: [verdictFor(event.guest.email, "fail")] });
    expect(await hand(event, forged)).toMatchObject({ outcome: "unverified", standing: "none" });
    expect(await heldOf(event)).toEqual([]);
  });
});

describe("one that comes late", () => {
  test("says nothing of what the guest has answered since", async () => {
    const event = await invited();
    await hand(event, mailOf(event, replyOf(event, { writtenAt: later(60_000) })));
    expect(await delegate(event, uris([BEA]), { writtenAt: later(1_000) })).toMatchObject({ outcome: "overtaken", standing: "going" });
    expect(await heldOf(event)).toEqual([]);
  });

  test("is not taken from the hosts by an answer that was written before it", async () => {
    const event = await invited();
    await delegate(event, uris([BEA]), { writtenAt: later(60_000) });
    expect(await hand(event, mailOf(event, replyOf(event, { writtenAt: later(1_000) })))).toMatchObject({ outcome: "overtaken" });
    expect(await waitingReplies(db, event.id)).toHaveLength(1);
    await hand(event, mailOf(event, replyOf(event, { writtenAt: later(120_000) })));
    expect(await waitingReplies(db, event.id)).toEqual([]); // control: a later one says that they come themselves
  });

  test("is about an earlier time or place", async () => {
    const event = await invited();
    const place = { kind: "place" as const, name: "The mill", address: "" };
    const move = { commandId: randomUUID(), fields: { place } };
    await changeEvent(event.id, editEvent({ needs: [], afterEdit: () => {} }), move, asUser(event.host));
    await deliver();
    expect(await delegate(event, uris([BEA]), { sequence: 0 })).toMatchObject({ outcome: "outdated" });
    expect(await delegate(event, uris([BEA]), { sequence: 1 })).toMatchObject({ outcome: "delegationHeld" });
    expect(await heldOf(event)).toHaveLength(1);
  });

  test("when answers are closed asks nobody, since whoever comes could not answer", async () => {
    const event = await invited({ answersClose: "2020-01-01T12:00" });
    expect(await delegate(event)).toMatchObject({ outcome: "closed", standing: "none" });
    expect(await heldOf(event)).toEqual([]);
  });
});
