import { randomUUID } from "node:crypto";
import { sql, type KyselyPlugin } from "kysely";
import { expect, test } from "vitest";
import { cancelEvent, editEvent } from "../events/commands.ts";
import { answerInvitation } from "../guests/commands.ts";
import { promoteWaiting } from "../guests/seats.ts";
import { inviteGuests, resendInvitation, revokeInvitation } from "../invitations/commands.ts";
import { guestOfLink } from "../invitations/personal-links.ts";
import { ALL_INVITATIONS, addressHash, eventScope, suppress } from "../mail/suppression.ts";
import { Undeliverable } from "../mail/transport.ts";
import { testSecret, testUrl } from "../testing/test-app.ts";
import { answering, asGuest, asUser } from "../testing/world.ts";
import { PAGE } from "./jobs.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite, inviting } from "./mail-pipeline.test-support.ts";

const pipeline = await createMailPipeline();
const { db, changeEvent, deliver } = pipeline;
const edit = editEvent({ needs: [], afterEdit: promoteWaiting });
const commandId = () => randomUUID();
const move = (name: string) => ({ commandId: commandId(), fields: { place: { kind: "place" as const, name, address: "" } } });
const tokenIn = (text: string) => /\/i\/([\w-]+)/.exec(text)?.[1] ?? "no link";

async function deliveryOf(guestId: string): Promise<unknown> {
  return (await sql<{ delivery: string }>`select delivery from guests where id = ${guestId}`.execute(db)).rows[0]?.delivery;
}

test("an invitation contains the guest's personal link, and the host sees that it was sent", async () => {
  const { id, guests } = await anEventWithGuests(pipeline, guestsToInvite(2));
  const mails = await deliver();
  expect(mails.map(({ to }) => to).sort()).toEqual(["guest-1@example.org", "guest-2@example.org"]);
  const owners = await Promise.all(mails.map(({ text }) => guestOfLink(db, tokenIn(text))));
  expect(owners.map((owner) => owner?.guestId).sort()).toEqual(guests.map((guest) => guest.id).sort());
  expect(owners[0]?.eventId).toBe(id);
  expect(await deliveryOf(guests[0]!.id)).toBe("sent");
});

test("[T4] no link is stored anywhere but in its email", async () => {
  await anEventWithGuests(pipeline, guestsToInvite(3));
  const tokens = (await deliver()).map(({ text }) => tokenIn(text));
  const rest = JSON.stringify([
    (await sql`select * from mails`.execute(db)).rows,
    (await sql`select * from event_log`.execute(db)).rows,
    pipeline.waiting,
  ]);
  expect(tokens.filter((token) => rest.includes(token))).toEqual([]);
});

test("the same cause sends one email, and a retry sends the same one", async () => {
  await anEventWithGuests(pipeline, guestsToInvite(1));
  const [invite] = pipeline.waiting;
  const [first] = await deliver();
  pipeline.waiting.push(invite!, invite!);
  expect(await deliver()).toEqual([]);

  await sql`update mails set state = 'queued', payload = ${JSON.stringify(invite!.payload)}::jsonb where cause like ${`invitation:${String(invite!.payload["eventId"])}%`}`.execute(
    db,
  );
  const again = await sql<{ id: string }>`select id from mails where state = 'queued'`.execute(db);
  pipeline.waiting.push({ name: "sendMail", payload: { mailId: again.rows[0]!.id } });
  expect(await deliver()).toEqual([first]);
});

test("an email that was sent is sent once, also when the database fails to record it at first", async () => {
  const { guests } = await anEventWithGuests(pipeline, guestsToInvite(3));
  let failures = 2;
  const failing: KyselyPlugin = {
    transformQuery({ node }) {
      if (JSON.stringify(node).includes("update mails set state") && failures-- > 0) throw new Error("the connection was lost");
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  expect(await deliver({ db: db.withPlugin(failing) })).toHaveLength(3);
  expect(failures).toBeLessThan(0);
  expect(await deliveryOf(guests[0]!.id)).toBe("sent");
});

test("a revoked guest gets neither the invitation nor access", async () => {
  const { id, host, guests } = await anEventWithGuests(pipeline, guestsToInvite(1));
  await changeEvent(id, revokeInvitation, { commandId: commandId(), guestId: guests[0]!.id }, asUser(host));
  expect(await deliver()).toEqual([]);
  expect(await deliveryOf(guests[0]!.id)).toBe("revoked");
});

test("[G4] when a link is revoked while its email is written, no valid link is sent", async () => {
  const { id, host, guests } = await anEventWithGuests(pipeline, guestsToInvite(1));
  await deliver();
  await changeEvent(id, edit, move("The old mill"), asUser(host));
  let isRevoked = false;
  const revokeOnceRead: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if (!isRevoked && result.rows.some((row) => "access_version" in row)) {
        isRevoked = true;
        await changeEvent(id, revokeInvitation, { commandId: commandId(), guestId: guests[0]!.id }, asUser(host));
      }
      return result;
    },
  };
  const mails = await deliver({ db: db.withPlugin(revokeOnceRead) });
  expect(isRevoked).toBe(true);
  for (const { text } of mails) expect(await guestOfLink(db, tokenIn(text))).toBeNull();
});

test("an undeliverable email is given up, and the host sees it", async () => {
  const { guests } = await anEventWithGuests(pipeline, guestsToInvite(1));
  const send = async () => Promise.reject(new Undeliverable("the mail server said 550"));
  await deliver({ transport: { send, close: () => {} } });
  expect(await deliveryOf(guests[0]!.id)).toBe("failed");
  const failed = await sql`select state, last_error, payload from mails where state = 'failed'`.execute(db);
  expect(failed.rows).toEqual([{ state: "failed", last_error: "the mail server said 550", payload: {} }]);
});

test("updates go to guests who were emailed or have answered, and not to those who declined, were revoked or never got an email", async () => {
  const { id, host, guests } = await anEventWithGuests(pipeline, guestsToInvite(5));
  await changeEvent(id, inviteGuests, inviting([{ ...guestsToInvite(1)[0]!, email: "not-yet@example.org" }], false), asUser(host));
  await deliver();
  const [going, maybe, declined, revoked, silent] = guests;
  for (const [guest, answer] of [
    [going, "going"],
    [maybe, "maybe"],
    [declined, "declined"],
  ] as const) {
    await changeEvent(id, answerInvitation, answering(answer), asGuest(guest!));
  }
  await changeEvent(id, revokeInvitation, { commandId: commandId(), guestId: revoked!.id }, asUser(host));
  await deliver();

  const heard = [going, maybe, silent].map((guest) => `guest-${guests.indexOf(guest!) + 1}@example.org`).sort();
  await changeEvent(id, edit, { commandId: commandId(), fields: { title: "Picnic!", description: "Bring a blanket" } }, asUser(host));
  expect(await deliver()).toEqual([]);
  await changeEvent(id, edit, move("The old mill"), asUser(host));
  const changed = await deliver();
  expect(changed.map(({ to }) => to).sort()).toEqual(heard);
  expect(changed[0]!.text).toContain("The old mill");

  await changeEvent(id, cancelEvent, { commandId: commandId(), note: "Rain" }, asUser(host));
  const cancelled = await deliver();
  expect(cancelled.map(({ to }) => to).sort()).toEqual(heard);
  expect(cancelled[0]!.calendar).toMatchObject({ method: "CANCEL", content: expect.stringMatching(/SEQUENCE:2\r\n/) });
  expect(cancelled[0]!.text).toContain("Rain");
});

test("only the newest of several answers, and of several changes, is sent", async () => {
  const { id, host, guests } = await anEventWithGuests(pipeline, guestsToInvite(1));
  await deliver();
  for (const answer of ["going", "declined", "maybe"] as const)
    await changeEvent(id, answerInvitation, answering(answer), asGuest(guests[0]!));
  expect((await deliver()).map(({ text }) => text)).toEqual([expect.stringContaining("maybe")]);

  for (const place of ["Here", "There", "Elsewhere"]) await changeEvent(id, edit, move(place), asUser(host));
  expect((await deliver()).map(({ text }) => text)).toEqual([expect.stringContaining("Elsewhere")]);
});

test("notifying everybody resumes after a crash: each guest gets one email", async () => {
  const { id, host } = await anEventWithGuests(pipeline, guestsToInvite(PAGE + 100), false);
  await sql`update guests set delivery = 'sent' where event_id = ${id}`.execute(db);
  await changeEvent(id, edit, move("The old mill"), asUser(host));

  const [tellAll] = pipeline.waiting.splice(0);
  let pages = 0;
  const dying: typeof pipeline.queueMail = async (tx, ...mails) => {
    pages += 1;
    if (pages === 2) throw new Error("killed");
    await pipeline.queueMail(tx, ...mails);
  };
  pipeline.waiting.push(tellAll!);
  await expect(deliver({ queueMail: dying })).rejects.toThrow("killed");
  pipeline.waiting.push(tellAll!);
  const mails = await deliver();
  expect(mails).toHaveLength(PAGE + 100);
  expect(new Set(mails.map(({ to }) => to)).size).toBe(PAGE + 100);
});

test("unsubscribed addresses get nothing more: of one event, or of all invitations", async () => {
  const [ada, bob] = guestsToInvite(2);
  const { id, host, guests } = await anEventWithGuests(pipeline, [ada!, bob!], false);
  await suppress(db, { hash: addressHash(testSecret, "Guest-1@Example.org "), scope: eventScope(id) });
  await suppress(db, { hash: addressHash(testSecret, bob!.email), scope: ALL_INVITATIONS });
  for (const guest of guests) await changeEvent(id, resendInvitation, { commandId: commandId(), guestId: guest.id }, asUser(host));
  expect(await deliver()).toEqual([]);

  for (const guest of guests) await changeEvent(id, answerInvitation, answering("going"), asGuest(guest));
  expect((await deliver()).map(({ to }) => to)).toEqual([bob!.email]); // it is about an answer of their own
  await sql`delete from suppressions`.execute(db);
});

test("[T14] every link is ours, only the cover is loaded, the same for all, and user text stays text", async () => {
  const hostile = `<img src=x onerror=alert(1)>"'</style><script>alert(1)</script>`;
  const guests = (["en", "de"] as const).map((locale, index) => ({ ...guestsToInvite(2)[index]!, locale, name: hostile.slice(0, 60) }));
  const { id, host } = await anEventWithGuests(pipeline, guests, false);
  await changeEvent(id, edit, { commandId: commandId(), fields: { title: hostile } }, asUser(host));
  const mails = [];
  for (const { guestId } of guests) await changeEvent(id, resendInvitation, { commandId: commandId(), guestId }, asUser(host));
  mails.push(...(await deliver()));
  for (const { guestId } of guests) await changeEvent(id, answerInvitation, answering("going", 1), asGuest({ id: guestId, name: "" }));
  mails.push(...(await deliver()));
  await changeEvent(id, edit, move(hostile), asUser(host));
  mails.push(...(await deliver()));
  await changeEvent(id, cancelEvent, { commandId: commandId(), note: hostile }, asUser(host));
  mails.push(...(await deliver()));

  const covers = new Set<string>();
  expect(mails).toHaveLength(8);
  for (const { html, text, subject, headers } of mails) {
    const links = [...html.matchAll(/href="([^"]*)"/g), ...text.matchAll(/(https?:\S+)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !link.startsWith(`${testUrl}/`))).toEqual([]);
    const cover = /<img src="([^"]*)" alt="" width="600" height="300" /.exec(html)?.[1] ?? "";
    covers.add(cover);
    expect(cover).toMatch(new RegExp(`^${testUrl}/covers/\\w+/${id}/[\\w-]{22}\\.jpg$`));
    const loaded = html
      .replace(`<img src="${cover}"`, "")
      .match(/<(img|script|link|iframe|object|form|meta http-equiv)\b|<[^>]*\b(src|background)=|url\(|@import/i);
    expect(loaded?.[0]).toBeUndefined();
    expect(subject).not.toMatch(/[\r\n]/);
    expect(headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  }
  expect(covers.size).toBe(1);
});
