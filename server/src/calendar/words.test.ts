import { randomUUID } from "node:crypto";
import { entryFor } from "@turnout/contract/entry-kinds";
import { MAX_GUEST_WORDS } from "@turnout/contract/guest-mail-entries";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { addHost } from "../events/commands.ts";
import { readLog } from "../log/read-log.ts";
import { replyAddress } from "../mail/inbound/reply-address.ts";
import { testSecret, testUrl } from "../testing/test-app.ts";
import { asUser, aUser, guestViewer, hostViewer, publicViewer, type World } from "../testing/world.ts";
import { mailOf, openReplies, verdictFor, type Invited, type Sent } from "./replies.test-support.ts";
import { MAILS_A_DAY } from "./take-reply.ts";

/** What guests write to their reply address. */
const { db, changeEvent, deliver, inboundAddress, invited, hand, sender } = await openReplies();

const inWords = (event: Invited, text: string, more: Sent = {}) =>
  mailOf(event, "", { body: ["Content-Type: text/plain; charset=utf-8", "", text.replaceAll("\n", "\r\n")], ...more });

const entriesOf = async (event: Invited) => (await readLog(db, event.id, { after: 0 })).entries;
async function heard(event: Invited) {
  const bodies = (await entriesOf(event)).map(({ body }) => body);
  return bodies.flatMap((body) => (body.type === "guest.wrote" ? [body] : []));
}
const refusal = async (mail: object) =>
  ((await sender.sendMail(mail).catch((failed: unknown) => failed)) as { responseCode?: number }).responseCode;

describe("what a guest writes", () => {
  test("reaches the hosts, by email with the guest's address to reply to, and in the guest's history", async () => {
    const event = await invited();
    const { outcome, standing, mails } = await hand(event, inWords(event, "Can I bring a salad?\n\nGrace"));
    expect({ outcome, standing }).toEqual({ outcome: "passedOn", standing: "none" });
    expect(mails.map(({ to }) => to)).toEqual([`${event.host.id}@example.org`]);
    expect(mails[0]).toMatchObject({ subject: expect.stringContaining("Grace"), replyTo: { name: "Grace", address: event.guest.email } });
    expect(mails[0]!.headers["Auto-Submitted"]).toBe("auto-generated");
    expect(mails[0]!.text).toContain("> Can I bring a salad?\n> \n> Grace");
    expect(await heard(event)).toEqual([
      { type: "guest.wrote", guestId: event.guest.guestId, text: "Can I bring a salad?\n\nGrace", from: null, files: 0 },
    ]);
  });

  test("is seen by hosts alone: by no other guest, not by its own, and not by the public", async () => {
    const event = await invited();
    await hand(event, inWords(event, "canary words"));
    const entries = await entriesOf(event);
    const seenBy = (viewer: Parameters<typeof entryFor>[0]) => JSON.stringify(entries.map((entry) => entryFor(viewer, entry)));
    const own = guestViewer({ id: event.guest.guestId, name: "Grace" });
    for (const viewer of [publicViewer, own, guestViewer({ id: randomUUID(), name: "Hedy" })])
      expect(seenBy(viewer)).not.toContain("canary words");
    expect(seenBy(hostViewer(event))).toContain("canary words");
    const messages = await sql`select 1 from messages where event_id = ${event.id}`.execute(db);
    expect(messages.rows).toEqual([]);
  });

  test("is emailed to each host who wants it, and to no other", async () => {
    const event = await invited();
    const [willing, unwilling] = [await aUser({ db } as World, "Barbara"), await aUser({ db } as World, "Carl")];
    for (const one of [willing, unwilling]) await changeEvent(event.id, addHost, { commandId: randomUUID() }, asUser(one));
    await sql`update users set takes_replies = (id = ${willing.id}) where id in (${willing.id}, ${unwilling.id}, ${event.host.id})`.execute(
      db,
    );
    const { mails } = await hand(event, inWords(event, "Hello"));
    expect(mails.map(({ to }) => to)).toEqual([`${willing.id}@example.org`]);
  });

  test("is never mailed to an address that would pass it on again", async () => {
    const event = await invited();
    const looped = replyAddress({ secret: testSecret, address: inboundAddress }, { guestId: event.guest.guestId, accessVersion: 1 });
    await sql`update users set email = ${looped} where id = ${event.host.id}`.execute(db);
    expect(await hand(event, inWords(event, "Hello"))).toMatchObject({ outcome: "passedOn", mails: [] });
  });

  test("is one message when it is delivered twice", async () => {
    const event = await invited();
    const mail = inWords(event, "Hello");
    await hand(event, mail);
    expect(await hand(event, mail)).toMatchObject({ outcome: "passedOn", mails: [] });
    expect(await heard(event)).toHaveLength(1);
  });

  test.each<[string, (event: Invited) => Sent, (event: Invited) => string]>([
    ["another address", ({ guest }) => ({ from: "work@example.org", headers: [verdictFor(guest.email)] }), () => "work@example.org"],
    ["a server that vouches for nothing", () => ({ headers: [] }), ({ guest }) => guest.email],
  ])("says that it came from %s", async (_what, how, from) => {
    const event = await invited();
    const { mails } = await hand(event, inWords(event, "Hello", how(event)));
    expect(await heard(event)).toMatchObject([{ from: from(event) }]);
    expect(mails[0]).toMatchObject({ replyTo: { address: event.guest.email } }); // never an address that nobody vouches for
    expect(mails[0]!.text).toContain(`This came from`);
  });

  test("is without the earlier mail, and without the guest's own links", async () => {
    const event = await invited();
    const link = `${testUrl}/i/${"x".repeat(43)}`;
    const words = `See ${link} and <${event.address}>\n\nOn Fri, 18 Jun 2027 Ada via Turnout <${event.address}> wrote:\n> Hi Grace\n> ${link}`;
    await hand(event, inWords(event, words));
    expect(await heard(event)).toMatchObject([{ text: "See … and …" }]);
  });

  test("comes without its files, and says how many there were", async () => {
    const event = await invited();
    const part = ["--b", "Content-Type: image/png", 'Content-Disposition: attachment; filename="salad.png"', "", "png"];
    const body = [
      "Content-Type: multipart/mixed; boundary=b",
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "Look",
      ...part,
      ...part,
      "--b--",
      "",
    ];
    const { mails } = await hand(event, inWords(event, "", { body }));
    expect(await heard(event)).toMatchObject([{ text: "Look", files: 2 }]);
    expect(mails[0]!.text).toContain("2 files");
  });

  test("is cut where it is too long", async () => {
    const event = await invited();
    await hand(event, inWords(event, "salad ".repeat(MAX_GUEST_WORDS)));
    const { text } = (await heard(event))[0]!;
    expect(text).toHaveLength(MAX_GUEST_WORDS);
    expect(text).toMatch(/\[…\]$/);
  });

  test("is refused after many in a day, and taken again on the next", async () => {
    const event = await invited();
    for (let count = 0; count < MAILS_A_DAY; count++) await hand(event, inWords(event, `Hello ${count}`));
    expect(await refusal(inWords(event, "One more"))).toBe(550);
    expect(await heard(event)).toHaveLength(MAILS_A_DAY);
    await sql`update event_log set at = at - interval '1 day' where event_id = ${event.id}`.execute(db);
    expect(await hand(event, inWords(event, "One more"))).toMatchObject({ outcome: "passedOn" });
  });

  test("is refused where there is nothing but the earlier mail", async () => {
    const event = await invited();
    expect(await refusal(inWords(event, "> Can you make it?"))).toBe(550);
    expect(await heard(event)).toEqual([]);
  });
});

describe("what programs write ends here", () => {
  test.each<[string, string[]]>([
    ["marked by RFC 3834", ["Auto-Submitted: auto-replied"]],
    ["marked as bulk", ["Precedence: bulk"]],
    ["marked by Exchange", ["X-Auto-Response-Suppress: All"]],
    ["with a return path to nobody", ["Return-Path: <>"]],
    ["a report on a mail of ours", ["X-Failed-Recipients: grace@example.org"]],
    ["marked by nothing but its subject", ["Subject: Automatic reply: Picnic"]],
    ["auf Deutsch", ["Subject: Abwesenheitsnotiz: Picknick"]],
  ])("a vacation note %s", async (_what, headers) => {
    const event = await invited();
    const mail = inWords(event, "I am away", { headers: [verdictFor(event.guest.email), ...headers] });
    expect(await hand(event, mail)).toMatchObject({ outcome: "automatic", standing: "none", mails: [] });
    expect(await heard(event)).toEqual([]);
  });

  test("a mail whose envelope names no sender", async () => {
    const event = await invited();
    const { raw, envelope } = inWords(event, "Undeliverable");
    expect(await hand(event, { raw, envelope: { ...envelope, from: "" } })).toMatchObject({ outcome: "automatic", mails: [] });
  });

  test("our own email that comes back", async () => {
    const event = await invited();
    const { mails } = await hand(event, inWords(event, "Hello"));
    const headers = Object.entries(mails[0]!.headers).map(([name, value]) => `${name}: ${value}`);
    expect(await hand(event, inWords(event, mails[0]!.text, { headers }))).toMatchObject({ outcome: "automatic", mails: [] });
    expect(await deliver()).toEqual([]);
  });
});

test("a guest's emails are replied to at the guest's own address, which is no host's", async () => {
  const event = await invited();
  await sql`update users set takes_replies = false where id = ${event.host.id}`.execute(db);
  const { mails } = await hand(event, mailOf(event, "BEGIN:VCALENDAR")); // unreadable: the guest is told
  expect(mails[0]).toMatchObject({ to: event.guest.email, replyTo: { name: "Ada", address: event.address } });
  expect(mails[0]!.text).toContain("Just reply");
});
