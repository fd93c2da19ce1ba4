import { randomUUID } from "node:crypto";
import type { DeliveryState } from "@turnout/contract/invitations";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { readAudit } from "../audit/read-audit.ts";
import { openReplies, type Invited } from "../calendar/replies.test-support.ts";
import { answerInvitation, editGuest, removeGuest } from "../guests/commands.ts";
import { deliveryOf } from "../guests/tables.ts";
import { inviteGuests, resendInvitation, revokeInvitation } from "../invitations/commands.ts";
import { complaintOf, reportOf, wordsOf } from "../mail/inbound/reports.test-support.ts";
import { returnPath } from "../mail/inbound/return-path.ts";
import { removeSuppressions } from "../mail/lift-suppressions.ts";
import { listSuppressions, suppressionLines } from "../mail/list-suppressions.ts";
import { aMailServer } from "../mail/smtp-server.test-support.ts";
import { smtpTransport } from "../mail/smtp-transport.ts";
import { addressHash } from "../mail/suppression.ts";
import type { FinishedMail } from "../mail/transport.ts";
import { afterFile } from "../testing/after-file.ts";
import { testSecret } from "../testing/test-app.ts";
import { answering, asGuest, asUser } from "../testing/world.ts";
import { heldInvitations } from "./held-invitations.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite, inviting } from "./mail-pipeline.test-support.ts";

const { db, changeEvent, inboundAddress, sender, deliver, invited, hand } = await openReplies();

/** The return path of the last email to a guest. */
async function pathOf({ guest }: Pick<Invited, "guest">): Promise<string> {
  const found = await sql<{ id: string }>`
    select id from mails where payload ->> 'guestId' = ${guest.guestId} order by created_at desc, id desc limit 1`.execute(db);
  return returnPath({ secret: testSecret, address: inboundAddress }, found.rows[0]!.id);
}

const to = (address: string, raw: string) => ({ envelope: { from: "", to: [address] }, raw });
const report = async (event: Invited, raw: string, address?: string) => hand(event, to(address ?? (await pathOf(event)), raw));

const refusal = (mail: ReturnType<typeof to>) =>
  sender.sendMail(mail).then(
    () => null,
    (error: { responseCode?: number }) => error.responseCode,
  );

async function told({ guest }: Pick<Invited, "guest">): Promise<string[]> {
  const { rows } = await sql<{ delivery: string; reason: string | null }>`
    select body ->> 'delivery' as delivery, body ->> 'reason' as reason from event_log
    where about = ${guest.guestId} and body ->> 'type' = 'delivery.changed' order by seq`.execute(db);
  return rows.map(({ delivery, reason }) => (reason ? `${delivery}: ${reason}` : delivery));
}

const failed = reportOf({ said: "550 5.1.1 User unknown" });
const full = reportOf({ status: "5.2.2" });
const delayed = reportOf({ action: "delayed", status: "4.4.1" });
const delivered = reportOf({ action: "delivered", status: "2.0.0" });
const relayed = reportOf({ action: "relayed", status: "2.0.0" });

describe("what reports make of a delivery, in whatever order they come", () => {
  const dead = "failed: noSuchAddress";
  test.each<[string, string[], string[], DeliveryState]>([
    ["failed", [failed], [dead], "failed"],
    ["failed, twice", [failed, failed], [dead], "failed"],
    ["failed, in words", [wordsOf("550 5.1.1 user unknown")], [dead], "failed"],
    ["failed, for two reasons", [failed, full], [dead], "failed"],
    ["delayed", [delayed], ["delayed"], "delayed"],
    ["delayed, twice", [delayed, delayed], ["delayed"], "delayed"],
    ["delayed, then failed", [delayed, failed], ["delayed", dead], "failed"],
    ["failed, then delayed, which comes late", [failed, delayed], [dead], "failed"],
    ["delivered", [delivered], ["delivered"], "delivered"],
    ["delivered, twice", [delivered, delivered], ["delivered"], "delivered"],
    ["delayed, then delivered", [delayed, delivered], ["delayed", "delivered"], "delivered"],
    ["delivered, then delayed, which comes late", [delivered, delayed], ["delivered"], "delivered"],
    ["delivered, then failed further on", [delivered, failed], ["delivered", dead], "failed"],
    ["delivered, then complained", [delivered, complaintOf()], ["delivered", "complained"], "complained"],
    ["relayed to where nobody reports", [relayed], [], "sent"],
    ["expanded to a list", [reportOf({ action: "expanded", status: "2.0.0" })], [], "sent"],
    ["failed, then delivered", [failed, delivered], [dead], "failed"],
    ["complained", [complaintOf()], ["complained"], "complained"],
    ["complained, then failed", [complaintOf(), failed], ["complained"], "complained"],
    ["failed, then complained all the same", [failed, complaintOf()], [dead, "complained"], "complained"],
    ["an absence note", [wordsOf("I am away.", { subject: "Out of office", headers: ["Auto-Submitted: auto-replied"] })], [], "sent"],
  ])("%s", async (_what, reports, news, ends) => {
    const event = await invited();
    for (const raw of reports) await report(event, raw);
    expect(await told(event)).toEqual(["sent", ...news]);
    const row = await event.row();
    expect([deliveryOf(row as never), row.standing]).toEqual([ends, "none"]);
  });

  test("delivered, and said of one email alone: another one is on its way as any other", async () => {
    const event = await invited();
    await report(event, delivered);
    await changeEvent(event.id, resendInvitation, { commandId: randomUUID(), guestId: event.guest.guestId }, asUser(event.host));
    await deliver();
    expect(await told(event)).toEqual(["sent", "delivered", "sent"]);
    expect(deliveryOf((await event.row()) as never)).toBe("sent");
  });

  test("delivered, and an older server, which knows nothing of that, is the one that records that the next one went out", async () => {
    const event = await invited();
    await report(event, delivered);
    await changeEvent(event.id, resendInvitation, { commandId: randomUUID(), guestId: event.guest.guestId }, asUser(event.host));
    await sql`update guests set delivery = 'sent' where id = ${event.guest.guestId}`.execute(db);
    expect(deliveryOf((await event.row()) as never)).toBe("sent");
  });
});

describe("of two emails the later one's reports count, in whatever order they come", () => {
  const dead = "failed: noSuchAddress";
  const busy = "failed: mailboxFull";
  test.each<[string, ["earlier" | "later", string][], string[], DeliveryState]>([
    [
      "the earlier one was delivered, the later one is delayed",
      [
        ["earlier", delivered],
        ["later", delayed],
      ],
      ["delivered", "delayed"],
      "delayed",
    ],
    [
      "the same, and the earlier one's report comes late",
      [
        ["later", delayed],
        ["earlier", delivered],
      ],
      ["delayed"],
      "delayed",
    ],
    [
      "the earlier one failed, the later one was delivered",
      [
        ["earlier", full],
        ["later", delivered],
      ],
      [busy, "delivered"],
      "delivered",
    ],
    [
      "the same, and that the earlier one failed comes late",
      [
        ["later", delivered],
        ["earlier", failed],
      ],
      ["delivered"],
      "delivered",
    ],
    [
      "both were delivered, which is one piece of news, and the earlier one's failure comes late",
      [
        ["earlier", delivered],
        ["later", delivered],
        ["earlier", failed],
      ],
      ["delivered"],
      "delivered",
    ],
    [
      "both failed, each for its own reason",
      [
        ["earlier", full],
        ["later", failed],
      ],
      [busy, dead],
      "failed",
    ],
    [
      "the later one failed further on, after all",
      [
        ["earlier", delivered],
        ["later", delivered],
        ["later", failed],
      ],
      ["delivered", dead],
      "failed",
    ],
    [
      "a complaint about the earlier one is about both",
      [
        ["later", delivered],
        ["earlier", complaintOf()],
      ],
      ["delivered", "complained"],
      "complained",
    ],
    [
      "a complaint stays, whatever became of the later one",
      [
        ["earlier", complaintOf()],
        ["later", delivered],
        ["later", failed],
      ],
      ["complained"],
      "complained",
    ],
  ])("%s", async (_what, reports, news, ends) => {
    const event = await invited();
    const earlier = await pathOf(event);
    await changeEvent(event.id, answerInvitation, answering("going"), asGuest({ id: event.guest.guestId } as never));
    await deliver();
    const paths = { earlier, later: await pathOf(event) };
    expect(paths.later).not.toBe(earlier);
    for (const [which, raw] of reports) await report(event, raw, paths[which]);
    expect(await told(event)).toEqual(["sent", ...news]);
    expect(deliveryOf((await event.row()) as never)).toBe(ends);
  });
});

describe("a report says nothing of a later email, or of another address", () => {
  const change = { email: `${randomUUID()}@example.org` };

  test("the host has corrected the address since", async () => {
    const event = await invited();
    const path = await pathOf(event);
    await changeEvent(event.id, editGuest, { commandId: randomUUID(), guestId: event.guest.guestId, ...change }, asUser(event.host));
    expect(await report(event, failed, path)).toMatchObject({ outcome: "outdated" });
    expect(await event.row()).toMatchObject({ delivery: "sent" });
  });

  test("the host has sent the invitation again since: a late report, and the new one's own", async () => {
    const event = await invited();
    const path = await pathOf(event);
    await changeEvent(event.id, resendInvitation, { commandId: randomUUID(), guestId: event.guest.guestId }, asUser(event.host));
    expect(await report(event, failed, path)).toMatchObject({ outcome: "outdated" });
    await deliver();
    expect(await report(event, failed, path)).toMatchObject({ outcome: "outdated" });
    expect(await event.row()).toMatchObject({ delivery: "sent" });
    expect(await report(event, failed)).toMatchObject({ outcome: "recorded" });
    expect(await event.row()).toMatchObject({ delivery: "failed" });
  });

  test.each([
    ["removed", removeGuest, "outdated"],
    ["revoked", revokeInvitation, "outdated"],
  ] as const)("the guest was %s", async (_what, command, outcome) => {
    const event = await invited();
    await changeEvent(event.id, command as never, { commandId: randomUUID(), guestId: event.guest.guestId } as never, asUser(event.host));
    expect(await report(event, failed)).toMatchObject({ outcome });
    expect(await told(event)).toEqual(["sent"]);
  });

  test("the email has been forgotten", async () => {
    const event = await invited();
    const path = await pathOf(event);
    await sql`delete from mails where payload ->> 'guestId' = ${event.guest.guestId}`.execute(db);
    expect(await report(event, failed, path)).toMatchObject({ outcome: "unknown" });
  });
});

test("a report that comes before the email is known to have gone out is asked for again, and then counts", async () => {
  const event = await invited();
  const path = await pathOf(event);
  await sql`update guests set delivery = 'queued' where id = ${event.guest.guestId}`.execute(db);
  expect(await refusal(to(path, failed))).toBe(451);
  await sql`update guests set delivery = 'sent' where id = ${event.guest.guestId}`.execute(db);
  expect(await report(event, failed, path)).toMatchObject({ outcome: "recorded" });
  expect(await event.row()).toMatchObject({ delivery: "failed" });
});

describe("nothing is believed but the address that a report is sent to", () => {
  test("a forged address is refused, and changes nothing; control: the true one does", async () => {
    const event = await invited();
    const path = await pathOf(event);
    const forged = path.replace(/(.)@/, (_all, digit: string) => `${digit === "0" ? "1" : "0"}@`);
    for (const address of [forged, inboundAddress]) expect(await refusal(to(address, failed))).toBe(550);
    expect(await told(event)).toEqual(["sent"]);
    await report(event, failed, path);
    expect(await event.row()).toMatchObject({ delivery: "failed" });
  });

  test("a report at a guest's reply address, which calendars know, changes nothing", async () => {
    const event = await invited();
    expect(await hand(event, to(event.address, failed))).toMatchObject({ outcome: "automatic" });
    expect(await told(event)).toEqual(["sent"]);
  });

  test("whom a report names besides is left alone", async () => {
    const [one, other] = [await invited(), await invited()];
    await report(one, reportOf({ recipient: other.guest.email }));
    expect([await one.row(), await other.row()]).toMatchObject([{ delivery: "failed" }, { delivery: "sent" }]);
  });
});

describe("what hosts are told", () => {
  const listed = (event: Invited) => heldInvitations(db, event.id, { allowance: null, now: new Date() });

  test("who was not reached and why, whatever they have answered, and whose email waits", async () => {
    const [dead, slow, angry] = [await invited(), await invited(), await invited()];
    await changeEvent(dead.id, answerInvitation, answering("going"), asGuest({ id: dead.guest.guestId } as never));
    await report(dead, failed);
    await report(slow, delayed);
    await report(angry, complaintOf());
    const as = ({ guest }: Invited) => ({ guestId: guest.guestId, name: "Grace", email: guest.email });
    expect(await listed(dead)).toMatchObject({ undelivered: [{ ...as(dead), delivery: "failed", reason: "noSuchAddress" }], waiting: [] });
    expect(await listed(slow)).toMatchObject({ undelivered: [], waiting: [{ ...as(slow), until: null }] });
    expect(await listed(angry)).toMatchObject({ undelivered: [{ ...as(angry), delivery: "complained", reason: null }], waiting: [] });
  });

  test("no more once the address is corrected and the invitation sent again, in one command", async () => {
    const event = await invited();
    await report(event, failed);
    const email = `${randomUUID()}@example.org`;
    const input = { commandId: randomUUID(), guestId: event.guest.guestId, email };
    await changeEvent(event.id, resendInvitation, input, asUser(event.host));
    expect(await listed(event)).toMatchObject({ undelivered: [], onTheWay: 1 });
    expect((await deliver()).map((mail) => mail.to)).toEqual([email]);
    expect(await event.row()).toMatchObject({ delivery: "sent", email });
  });

  test("an address that somebody of the same name has on the list is refused, and nothing is sent", async () => {
    const event = await invited();
    const other = { ...guestsToInvite(1)[0]!, name: "Grace", email: `${randomUUID()}@example.org` };
    await changeEvent(event.id, inviteGuests, inviting([other], false), asUser(event.host));
    const input = { commandId: randomUUID(), guestId: event.guest.guestId, email: other.email };
    await expect(changeEvent(event.id, resendInvitation, input, asUser(event.host))).rejects.toMatchObject({ code: "email_on_list" });
    expect(await deliver()).toEqual([]);
  });
});

describe("what a report says stays, for the address", () => {
  const scopesOf = async ({ guest }: Invited) =>
    (await listSuppressions(db, testSecret, { limit: 1_000 }))
      .filter(({ email }) => email === guest.email)
      .map(({ scope, reason }) => `${reason} ${scope.replace(/[\da-f-]{36}/, "this")}`)
      .toSorted();
  /** Of the address that the guest was invited at, whoever has it now. */
  const scopesOfAddress = async ({ guest }: Invited) => {
    const { rows } = await sql<{ scope: string }>`
      select scope from suppressions where address_hash = ${addressHash(testSecret, guest.email)} and reason = 'complained' order by scope`.execute(
      db,
    );
    return rows.map(({ scope }) => scope);
  };
  const about = ({ guest }: Invited) => ({ commandId: randomUUID(), guestId: guest.guestId });
  const inviteAgain = (event: Invited) => changeEvent(event.id, resendInvitation, about(event), asUser(event.host));

  test("an address that nobody has gets no more emails to guests, until the operator allows it; control: a full mailbox does", async () => {
    const [dead, busy] = [await invited(), await invited()];
    await report(dead, failed);
    await report(busy, full);
    expect([await scopesOf(dead), await scopesOf(busy)]).toEqual([["bounced guests"], []]);
    await inviteAgain(dead);
    await inviteAgain(busy);
    expect((await deliver()).map((mail) => mail.to)).toEqual([busy.guest.email]);
    expect((await told(dead)).at(-1)).toBe("failed: bouncedBefore");
    expect(await removeSuppressions(db, testSecret, { who: dead.guest.email.toUpperCase(), scope: null })).toBe(1);
    await inviteAgain(dead);
    expect((await deliver()).map((mail) => mail.to)).toEqual([dead.guest.email]);
  });

  test("a complaint about an invitation ends the event's emails and all invitations", async () => {
    const event = await invited();
    await report(event, complaintOf());
    expect(await scopesOf(event)).toEqual(["complained event:this", "complained invitations"]);
    await inviteAgain(event);
    expect(await deliver()).toEqual([]);
    expect((await told(event)).at(-1)).toBe("failed: unwanted");
  });

  test.each<[string, (event: Invited) => Promise<unknown>]>([
    ["was sent the invitation again", inviteAgain],
    ["was removed", (event) => changeEvent(event.id, removeGuest, about(event), asUser(event.host))],
    ["lost their link", (event) => changeEvent(event.id, revokeInvitation, about(event), asUser(event.host))],
    [
      "got another address",
      (event) => changeEvent(event.id, editGuest, { ...about(event), email: `${randomUUID()}@example.org` }, asUser(event.host)),
    ],
  ])("a complaint counts for its address, though the guest %s since", async (_what, meanwhile) => {
    const event = await invited();
    const path = await pathOf(event);
    await meanwhile(event);
    expect(await report(event, complaintOf(), path)).toMatchObject({ outcome: "outdated" });
    expect(await scopesOfAddress(event)).toEqual([`event:${event.id}`, "invitations"]);
  });

  test("a complaint about a later email counts while the invitation waits to be sent again", async () => {
    const event = await invited();
    await changeEvent(event.id, answerInvitation, answering("going"), asGuest({ id: event.guest.guestId } as never));
    await deliver();
    await sql`update guests set delivery = 'queued' where id = ${event.guest.guestId}`.execute(db);
    await report(event, complaintOf());
    expect(await scopesOfAddress(event)).toEqual([`event:${event.id}`]);
  });

  test("a complaint about an email that somebody caused themselves ends that event's alone", async () => {
    const event = await invited();
    await changeEvent(event.id, answerInvitation, answering("going"), asGuest({ id: event.guest.guestId } as never));
    await deliver();
    await report(event, complaintOf());
    expect(await scopesOf(event)).toEqual(["complained event:this"]);
  });

  test("one whose address is deleted is named by its key, of one scope or of all; what was removed is in the audit log", async () => {
    const event = await invited();
    await report(event, complaintOf());
    await sql`update guests set email = null where id = ${event.guest.guestId}`.execute(db);
    const own = (await listSuppressions(db, testSecret, { limit: 1_000, reason: "complained" })).filter(({ email }) => email === null);
    const key = own.find(({ scope }) => scope.endsWith(event.id))!.key;
    expect(suppressionLines(own).join("\n")).toContain(`a deleted address (${key})`);
    for (const who of [key.slice(1), `${key}%`, "%", "nobody@example.org"])
      expect(await removeSuppressions(db, testSecret, { who, scope: null })).toBe(0);
    expect(await removeSuppressions(db, testSecret, { who: key, scope: `event:${event.id}` })).toBe(1);
    expect(await removeSuppressions(db, testSecret, { who: key, scope: null })).toBe(1);
    const audited = await readAudit(db, { days: 1, eventId: event.id });
    expect(audited.map(({ action, actor_id }) => [action, actor_id])).toContainEqual(["suppression.removed", null]);
  });
});

test("each email to a guest goes out with a return path of its own, and only where mail can arrive", async () => {
  const pipeline = await createMailPipeline();
  const server = await aMailServer();
  const transport = smtpTransport(server.url, "hello@turnout.test");
  afterFile(() => transport.close());
  const overSmtp = { send: (mail: FinishedMail) => transport.send(mail).then(() => undefined), close: () => {} };
  const { id, guests } = await anEventWithGuests(pipeline, guestsToInvite(3));
  const payload = { eventId: id, guestId: guests[0]!.id, code: "01234567" };
  await pipeline.db
    .transaction()
    .execute((tx) => pipeline.queueMail(tx, { cause: "recovery:1", kind: "recoveryCode", recipient: "guest-1@example.org", payload }));
  await pipeline.deliver({ transport: overSmtp, inboundAddress });
  const ids = (await sql<{ id: string }>`select id from mails`.execute(pipeline.db)).rows.map(({ id }) => id);
  const paths = ids.map((id) => returnPath({ secret: testSecret, address: inboundAddress }, id));
  expect(server.received.map(({ from }) => from).toSorted()).toEqual(paths.toSorted());
  expect(paths).toHaveLength(4);

  server.received.length = 0;
  await anEventWithGuests(pipeline, guestsToInvite(1));
  await pipeline.deliver({ transport: overSmtp });
  expect(server.received.map(({ from }) => from)).toEqual(["hello@turnout.test"]);
});
