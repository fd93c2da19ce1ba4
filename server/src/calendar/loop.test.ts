import { randomUUID } from "node:crypto";
import ICAL from "ical.js";
import { createTransport } from "nodemailer";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { testDatabase } from "../db/test-database.ts";
import { addHost, editEvent } from "../events/commands.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { openJobs } from "../jobs/jobs.ts";
import { testDovecot } from "../mail/inbound/dovecot.test-support.ts";
import { skipWithoutPostfix, testPostfix } from "../mail/inbound/postfix.test-support.ts";
import { afterFile } from "../testing/after-file.ts";
import { skipWithout } from "../testing/child-server.test-support.ts";
import { ask, follow, listening, snapshotOf } from "../testing/live-client.ts";
import { testApp } from "../testing/test-app.ts";
import { until } from "../testing/until.ts";
import { aGathering, asUser, type World } from "../testing/world.ts";
import { makeKeyPair } from "../tls/certificate.test-support.ts";

/** How long an answer may take from a guest's mail server to the pages of hosts (ms). */
const LIVE_WITHIN = 2_000;
const OURS = "in.turnout.test";
const THEIRS = "guests.example";
const isLeftOut = skipWithout("dovecot") || skipWithout("openssl") || skipWithoutPostfix();

/** Everything from a command to a guest's mailbox and back, with the servers that an operator has. */
async function openLoop() {
  const dovecot = await testDovecot(makeKeyPair());
  const postfix = await testPostfix(dovecot, {
    domains: [OURS, THEIRS],
    users: ["rsvp", "grace"],
    prepends: `Authentication-Results: mx.turnout.test; dmarc=pass header.from=${THEIRS}`,
  });
  const { db, url } = await testDatabase();
  const jobs = await openJobs(url, () => {});
  const app = await testApp({
    database: { db, url, embedded: false, close: async () => {} },
    jobs,
    smtpUrl: `smtp://127.0.0.1:${postfix.port}`,
    mailFrom: `Turnout <hello@${OURS}>`,
    inboundAddress: `rsvp@${OURS}`,
    inboundMailbox: dovecot.mailbox("rsvp").url,
    inboundAuthServer: "mx.turnout.test",
  });
  afterFile(() => jobs.stop());
  await app.work();
  const port = await listening(app);
  const sender = createTransport({ host: "127.0.0.1", port: postfix.port, ignoreTLS: true });
  afterFile(() => sender.close());
  return { app, world: app.deps as unknown as World, port, dovecot, sender };
}
type Loop = Awaited<ReturnType<typeof openLoop>>;

/** The cookie of a host of the event. */
async function hostCookie({ app: { deps }, port }: Loop, event: Awaited<ReturnType<typeof aGathering>>): Promise<string> {
  const [email, password] = [`${randomUUID()}@hosts.example`, "tangerine-kayak-7"];
  const passwordHash = await hashPassword(password);
  const id = await deps.db.transaction().execute((tx) => createAccount(tx, { name: "Ida", email, locale: "en", passwordHash }));
  await deps.changeEvent(event.id, addHost, { commandId: randomUUID() }, asUser({ id: id!, name: "Ida" }));
  const { headers, status } = await ask(port, { method: "POST", path: "/api/auth/sign-in", body: { email, password } });
  expect(status).toBe(200);
  return String(headers["set-cookie"]).split(";")[0]!;
}

/** What a calendar finds in an email. */
async function entryIn(raw: Buffer) {
  const { attachments, subject } = await PostalMime.parse(raw, { attachmentEncoding: "utf8" });
  const part = attachments.find(({ mimeType }) => mimeType === "text/calendar");
  if (!part) throw new Error(`no entry in ${subject}`);
  const vcalendar = new ICAL.Component(ICAL.parse(part.content as string));
  const vevent = vcalendar.getFirstSubcomponent("vevent")!;
  const text = (name: string) => String(vevent.getFirstPropertyValue(name));
  return {
    vevent,
    method: String(vcalendar.getFirstPropertyValue("method")),
    uid: text("uid"),
    sequence: Number(text("sequence")),
    starts: text("dtstart"),
    organizer: text("organizer").replace(/^mailto:/i, ""),
    partstat: vevent.getFirstProperty("attendee")!.getFirstParameter("partstat"),
  };
}
type Entry = Awaited<ReturnType<typeof entryIn>>;

/** The reply of a calendar, from what it got alone. */
function accepting({ vevent }: Entry): string {
  const reply = new ICAL.Component("vcalendar");
  for (const [name, value] of Object.entries({ version: "2.0", prodid: "-//Example//Calendar//EN", method: "REPLY" }))
    reply.addPropertyWithValue(name, value);
  const answer = new ICAL.Component("vevent");
  for (const name of ["uid", "sequence", "organizer"])
    answer.addProperty(ICAL.Property.fromString(vevent.getFirstProperty(name)!.toICALString()));
  answer.addPropertyWithValue("dtstamp", ICAL.Time.fromJSDate(new Date(), true));
  const attendee = ICAL.Property.fromString(vevent.getFirstProperty("attendee")!.toICALString());
  attendee.setParameter("partstat", "ACCEPTED");
  answer.addProperty(attendee);
  reply.addSubcomponent(answer);
  return `${reply.toString()}\r\n`;
}

describe.skipIf(isLeftOut)("through a real Postfix and a real Dovecot", async () => {
  const loop = isLeftOut ? null! : await openLoop();

  const invite = (event: Awaited<ReturnType<typeof aGathering>>, email: string) => {
    const guest = { guestId: randomUUID(), name: "Grace", email, plusOnesAllowed: null, locale: null };
    const input = { commandId: randomUUID(), guests: [guest], message: "", send: true };
    return loop.app.deps.changeEvent(event.id, inviteGuests, input, asUser(event.host)).then(() => guest.guestId);
  };

  test("an invitation is answered in a calendar, shown to the host at once, and moved as the same entry", async () => {
    const { app, world, port, dovecot, sender } = loop;
    const inbox = dovecot.mailbox("grace");
    const event = await aGathering(world);
    const cookie = await hostCookie(loop, event);
    const guestId = await invite(event, `grace@${THEIRS}`);
    const invitation = await until(async () => entryIn((await inbox.mails())[0]!));
    expect(invitation).toMatchObject({ method: "REQUEST", sequence: 0, partstat: "NEEDS-ACTION" });

    const page = await follow(port, await snapshotOf(app, event.id, cookie), event.id, cookie);
    const isGoing = () => page.snapshot().tally.going > 0;
    expect(isGoing()).toBe(false);
    await sender.sendMail({
      from: `Grace <grace@${THEIRS}>`,
      to: invitation.organizer,
      subject: "Accepted: Picnic",
      text: "Yes",
      icalEvent: { method: "REPLY", content: accepting(invitation) },
    });
    const sent = performance.now();
    await page.until(isGoing);
    expect(performance.now() - sent).toBeLessThan(LIVE_WITHIN);
    await until(async () => expect((await entryIn((await inbox.mails())[1]!)).partstat).toBe("ACCEPTED"));
    expect(await dovecot.mailbox("rsvp").subjectsIn("Turnout/Done")).toEqual(["Accepted: Picnic"]);

    const year = new Date().getUTCFullYear() + 1;
    const move = { commandId: randomUUID(), fields: { starts: `${year}-06-19T20:00` } };
    await app.deps.changeEvent(event.id, editEvent({ needs: [], afterEdit: () => {} }), move, asUser(event.host));
    const moved = await until(async () => entryIn((await inbox.mails())[2]!));
    expect(moved).toMatchObject({
      method: "REQUEST",
      uid: invitation.uid,
      sequence: 1,
      partstat: "ACCEPTED",
      starts: `${year}-06-19T20:00:00`,
    });
    const row = await world.db.selectFrom("guests").select("standing").where("id", "=", guestId).executeTakeFirst();
    expect(row?.standing).toBe("going");
  });

  test("an invitation to an address that does not exist comes back as Postfix writes it, and is shown as such", async () => {
    const event = await aGathering(loop.world);
    const guestId = await invite(event, `nobody@${THEIRS}`);
    const delivery = async () =>
      (await loop.world.db.selectFrom("guests").select("delivery").where("id", "=", guestId).executeTakeFirst())?.delivery;
    await until(async () => expect(await delivery()).toBe("failed"));
  });
});
