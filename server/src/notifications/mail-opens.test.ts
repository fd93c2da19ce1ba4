import { randomUUID } from "node:crypto";
import type { GuestPage } from "@turnout/contract/guests";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { z } from "zod";
import { answerInvitation, editGuest, removeGuest } from "../guests/commands.ts";
import { guestPage } from "../guests/queries.ts";
import { createHttpServer } from "../http/server.ts";
import { resendInvitation } from "../invitations/commands.ts";
import { forgetOldMail } from "../mail/forget-old-mail.ts";
import { mailTag } from "../mail/inbound/mail-tag.ts";
import { OPEN_IMAGE, openImageUrl } from "../mail/opens/open-image.ts";
import { openRoutes } from "../mail/opens/open-routes.ts";
import { createOpenRecorder, MAX_WAITING_OPENS } from "../mail/opens/record-opens.ts";
import { createLogger } from "../telemetry/logging.ts";
import { afterFile } from "../testing/after-file.ts";
import { testApp, testSecret, testUrl } from "../testing/test-app.ts";
import { answering, asGuest, asUser, guestViewer, hostViewer, type Gathering } from "../testing/world.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite } from "./mail-pipeline.test-support.ts";

const pipeline = await createMailPipeline();
const { db, changeEvent } = pipeline;
const onError = (error: unknown) => {
  throw error;
};
const recorder = createOpenRecorder(db, onError);
const server = await createHttpServer({ publicUrl: testUrl, trustedHops: 0, logger: createLogger("silent") });
openRoutes(server, { secret: testSecret, recorder });
await server.ready();
afterFile(() => server.close());

const load = async (url: string, from = server) =>
  from.inject({ method: "GET", url: new URL(url, testUrl).pathname, headers: { host: "turnout.test" } });

const imagesIn = (html: string) => [...html.matchAll(/<img src="([^"]+)"/g)].map(([, src]) => src!).filter((src) => src.includes("/mail/"));

async function invitedTo(count: number, mailOpens = true) {
  const gathering = await anEventWithGuests(pipeline, guestsToInvite(count));
  const mails = await pipeline.deliver({ mailOpens });
  const ids = await sql<{ id: string; guest: string }>`
    select id, payload ->> 'guestId' as guest from mails where payload ->> 'eventId' = ${gathering.id}`.execute(db);
  const mailOf = (at: number) => ids.rows.find(({ guest }) => guest === gathering.guests[at]!.id)!.id;
  return { gathering, mails, mailOf };
}

async function openedIn(gathering: Gathering, viewer = hostViewer(gathering)) {
  const text = await guestPage(db, gathering.id, viewer, { search: "", standing: null, order: "name", cursor: null });
  return (JSON.parse(text!) as z.infer<typeof GuestPage>).guests.map(({ mailOpened }) => mailOpened);
}

test("no email has an image of its own, unless it is switched on, and then invitations alone have one each", async () => {
  for (const mailOpens of [false, true]) {
    const { gathering, mails, mailOf } = await invitedTo(3, mailOpens);
    await changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(gathering.guests[0]!));
    const others = await pipeline.deliver({ mailOpens });
    expect(others).not.toEqual([]);
    expect(others.flatMap(({ html }) => imagesIn(html))).toEqual([]);
    const urls = [0, 1, 2].map((at) => openImageUrl({ publicUrl: testUrl, secret: testSecret }, mailOf(at)));
    expect(mails.flatMap(({ html }) => imagesIn(html)).toSorted()).toEqual(mailOpens ? urls.toSorted() : []);
    expect(mails.map(({ text }) => text.includes("/mail/opened"))).toEqual([false, false, false]);
  }
});

test("an image that is loaded says to hosts, and to nobody else, that the invitation was probably opened; once", async () => {
  const { gathering, mails, mailOf } = await invitedTo(2);
  const mine = mails.find(({ html }) => html.includes(mailTag(testSecret, mailOf(0), "opened")))!;
  for (let times = 0; times < 3; times++) {
    const { statusCode, headers, rawPayload } = await load(imagesIn(mine.html)[0]!);
    expect([statusCode, rawPayload.equals(OPEN_IMAGE)]).toEqual([200, true]);
    expect(headers).toMatchObject({
      "content-type": "image/gif",
      "cache-control": "private, max-age=31536000, immutable",
      "cross-origin-resource-policy": "cross-origin",
    });
    expect(headers["set-cookie"]).toBeUndefined();
    await recorder.flush();
  }
  expect(await openedIn(gathering)).toEqual([true, false]);
  const rows = await sql<{ mail_id: string }>`select mail_id from mail_opens where guest_id = ${gathering.guests[0]!.id}`.execute(db);
  expect(rows.rows).toEqual([{ mail_id: mailOf(0) }]);
  expect(await openedIn(gathering, guestViewer(gathering.guests[1]!))).not.toContain(true);
});

test("whoever asks is told nothing by it: what we made for nothing of the kind has the same image, and records nothing", async () => {
  const { gathering, mailOf } = await invitedTo(2);
  await changeEvent(gathering.id, removeGuest, { commandId: randomUUID(), guestId: gathering.guests[1]!.id }, asUser(gathering.host));
  const known = await load(openImageUrl({ publicUrl: testUrl, secret: testSecret }, mailOf(1)));
  const names = [mailTag(testSecret, mailOf(0)), "0".repeat(52), mailTag(testSecret, randomUUID(), "opened"), "x"];
  for (const name of names) {
    const { statusCode, rawPayload, headers } = await load(`/mail/opened/${name}.gif`);
    expect([statusCode, rawPayload, Object.keys(headers).toSorted()]).toEqual([
      200,
      known.rawPayload,
      Object.keys(known.headers).toSorted(),
    ]);
  }
  await recorder.flush();
  expect(await openedIn(gathering)).toEqual([false]);
});

test("it is about the invitation that a guest was sent last, at the address that they have", async () => {
  const { gathering, mailOf } = await invitedTo(2);
  const host = asUser(gathering.host);
  const [again, moved] = gathering.guests.map(({ id }) => id) as [string, string];
  const open = async (mailId: string) => {
    await load(openImageUrl({ publicUrl: testUrl, secret: testSecret }, mailId));
    await recorder.flush();
  };
  const first = mailOf(0);
  for (const one of [first, mailOf(1)]) await open(one);
  expect(await openedIn(gathering)).toEqual([true, true]);

  await changeEvent(gathering.id, editGuest, { commandId: randomUUID(), guestId: moved, email: "moved@example.org" }, host);
  await changeEvent(gathering.id, resendInvitation, { commandId: randomUUID(), guestId: again }, host);
  expect(await openedIn(gathering), "another is on its way, and another address").toEqual([false, false]);
  await pipeline.deliver({ mailOpens: true });
  await open(first);
  expect(await openedIn(gathering), "the one before it, again").toEqual([false, false]);
  const found = await sql<{ id: string }>`
    select id from mails where payload ->> 'guestId' = ${again} and id <> ${first} and kind = 'invitation'`.execute(db);
  await open(found.rows[0]!.id);
  expect(await openedIn(gathering)).toEqual([true, false]);
});

test("what is opened before it is recorded that it went out counts", async () => {
  const { gathering, mailOf } = await invitedTo(1);
  await sql`update mails set state = 'queued', sent_at = null where id = ${mailOf(0)}`.execute(db);
  await load(openImageUrl({ publicUrl: testUrl, secret: testSecret }, mailOf(0)));
  await recorder.flush();
  expect(await openedIn(gathering)).toEqual([true]);
});

test("who asks for the headers alone has opened nothing", async () => {
  const { gathering, mailOf } = await invitedTo(1);
  const url = openImageUrl({ publicUrl: testUrl, secret: testSecret }, mailOf(0));
  const { statusCode } = await server.inject({ method: "HEAD", url: new URL(url).pathname, headers: { host: "turnout.test" } });
  await recorder.flush();
  expect([statusCode, await openedIn(gathering)]).toEqual([200, [false]]);
});

test("it decides nothing, and is forgotten with the email", async () => {
  const { gathering, mailOf } = await invitedTo(1);
  const log = async () => (await sql`select seq from event_log where event_id = ${gathering.id}`.execute(db)).rows.length;
  const before = await log();
  await load(openImageUrl({ publicUrl: testUrl, secret: testSecret }, mailOf(0)));
  await recorder.flush();
  expect(await log()).toBe(before);
  const never = { search: "", standing: null, reach: "opened" as const, order: "name" as const, cursor: null };
  expect(JSON.parse((await guestPage(db, gathering.id, hostViewer(gathering), never))!)).toMatchObject({ guests: [] });
  expect(await openedIn(gathering)).toEqual([true]);
  await forgetOldMail(db, new Date(Date.now() + 31 * 86_400_000));
  expect(await openedIn(gathering)).toEqual([false]);
});

test("what waits to be recorded is bounded", async () => {
  const { gathering, mailOf } = await invitedTo(1);
  for (let at = 0; at < MAX_WAITING_OPENS; at++) recorder.note(randomUUID());
  recorder.note(mailOf(0));
  await recorder.flush();
  expect(await openedIn(gathering)).toEqual([false]);
  recorder.note(mailOf(0));
  await recorder.flush();
  expect(await openedIn(gathering)).toEqual([true]);
});

test("there is no such place where it is off", async () => {
  const url = openImageUrl({ publicUrl: testUrl, secret: testSecret }, randomUUID());
  const statusOf = async (mailOpens: boolean) => (await load(url, (await testApp({ mailOpens })).server)).statusCode;
  expect([await statusOf(true), await statusOf(false)]).toEqual([200, 404]);
});
