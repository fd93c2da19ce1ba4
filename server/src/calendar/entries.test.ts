import { randomUUID } from "node:crypto";
import ICAL from "ical.js";
import { sql } from "kysely";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { cancelEvent, editEvent } from "../events/commands.ts";
import { reworkTimes } from "../events/rework-times.ts";
import { addGuest, answerInvitation, removeGuest } from "../guests/commands.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { systemCaller } from "../log/caller.ts";
import type { Job, JobHandlers, Jobs } from "../jobs/jobs.ts";
import { noJobs } from "../jobs/no-jobs.ts";
import { replyAddress } from "../mail/inbound/reply-address.ts";
import { addressHash, CALENDAR_ENTRIES, suppress, unsuppress } from "../mail/suppression.ts";
import { aMailServer } from "../mail/smtp-server.test-support.ts";
import { testApp, testSecret } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser, type Gathering, type World } from "../testing/world.ts";

/** What calendars get of an event, by download and by mail, from servers with different settings on the same data. */
const { db, url } = await testDatabase();
const post = await aMailServer();
const DAY = 86_400_000;
const SENDER = "hello@mail.turnout.test";

/** Jobs that are done when the test says so. */
function jobsByHand() {
  const waiting: Job[] = [];
  let handlers: JobHandlers;
  const jobs: Jobs = {
    ...noJobs,
    // Those of another day, such as reminders, are not due in a test, nor are digests.
    enqueue: async (_run, more) =>
      void waiting.push(
        ...more.filter(({ name, startAfter }) => name !== "sendDigests" && (!startAfter || startAfter.getTime() < Date.now() + DAY)),
      ),
    work: async (given) => void (handlers = given as JobHandlers),
  };
  async function doAll() {
    for (let job = waiting.shift(); job; job = waiting.shift()) await handlers[job.name](job.payload as never, { willBeRetried: false });
  }
  return { jobs, doAll };
}

async function aServer(publicUrl: string, inboundAddress: string | null = null) {
  const { jobs, doAll } = jobsByHand();
  const database = { db, url, embedded: false, close: async () => {} };
  const app = await testApp({ database, publicUrl, jobs, smtpUrl: post.url, mailFrom: `Turnout <${SENDER}>`, inboundAddress });
  await app.work();
  return {
    ...app.deps,
    world: app.deps as unknown as World,
    async download({ id }: Gathering) {
      const url = `/api/events/${id}/calendar.ics`;
      const reply = await app.server.inject({ method: "GET", url, headers: { host: new URL(publicUrl).host } });
      expect(reply.statusCode).toBe(200);
      return entryIn(reply.body);
    },
    async mails() {
      post.received.length = 0;
      await doAll();
      return Promise.all(post.received.map(({ raw }) => PostalMime.parse(raw, { attachmentEncoding: "utf8" })));
    },
  };
}
type Server = Awaited<ReturnType<typeof aServer>>;

function entryIn(calendar: string) {
  const vcalendar = new ICAL.Component(ICAL.parse(calendar));
  const vevent = vcalendar.getFirstSubcomponent("vevent")!;
  return {
    method: String(vcalendar.getFirstPropertyValue("method")),
    uid: String(vevent.getFirstPropertyValue("uid")),
    organizer: vevent.getAllProperties("organizer").map((one) => one.getFirstValue()),
    sequence: Number(vevent.getFirstPropertyValue("sequence")),
    attendees: vevent.getAllProperties("attendee"),
  };
}

const entriesOf = (mails: Awaited<ReturnType<Server["mails"]>>) =>
  mails.flatMap(({ attachments }) => attachments.map(({ content }) => entryIn(content as string)));

/** A public event with Grace on the list, whose address ends up in mails. */
async function aPicnic({ world, changeEvent }: Server) {
  const gathering = await aGathering(world, { fields: { visibility: "public" } });
  const grace = { guestId: randomUUID(), name: "Grace", email: "grace@example.org", plusOnesAllowed: null, locale: null };
  await changeEvent(
    gathering.id,
    inviteGuests,
    { commandId: randomUUID(), guests: [grace], message: "", send: true },
    asUser(gathering.host),
  );
  return { ...gathering, guests: [{ id: grace.guestId, name: grace.name }] };
}

const edit = editEvent({ needs: [], afterEdit: () => {} });
const move = (server: Server, { id, host }: Gathering, name: string) =>
  server.changeEvent(id, edit, { commandId: randomUUID(), fields: { place: { kind: "place", name, address: "" } } }, asUser(host));
const callOff = (server: Server, { id, host }: Gathering) =>
  server.changeEvent(id, cancelEvent, { commandId: randomUUID(), note: "" }, asUser(host));
const accept = (server: Server, { id, guests }: Gathering) =>
  server.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[0]!));

test("an entry keeps its UID when PUBLIC_URL changes, in files and in every email", async () => {
  const before = await aServer("https://old.turnout.test");
  const picnic = await aPicnic(before);
  await accept(before, picnic);
  const uid = `${picnic.id}@old.turnout.test`;
  expect((await before.download(picnic)).uid).toBe(uid);
  expect(entriesOf(await before.mails()).map((entry) => entry.uid)).toEqual([uid]);

  const after = await aServer("https://new.turnout.test:8443");
  expect((await after.download(picnic)).uid).toBe(uid);
  await move(after, picnic, "The mill");
  expect(entriesOf(await after.mails()).map((entry) => entry.uid)).toEqual([uid]);
  await callOff(after, picnic);
  expect((await after.download(picnic)).uid).toBe(uid);
  expect(entriesOf(await after.mails()).map((entry) => entry.uid)).toEqual([uid]);
});

test("the first start after an update stores the host of existing UIDs; two processes store one", async () => {
  await sql`update instance set calendar_host = null`.execute(db);
  const [one, other] = await Promise.all([aServer("https://Party.turnout.test:444"), aServer("https://party.turnout.test:444")]);
  const picnic = await aPicnic(one);
  expect((await one.download(picnic)).uid).toBe(`${picnic.id}@party.turnout.test`);
  expect((await other.download(picnic)).uid).toBe(`${picnic.id}@party.turnout.test`);
});

test("an event that is created after the change gets the same host, so that changing back is safe too", async () => {
  await sql`update instance set calendar_host = 'first.turnout.test'`.execute(db);
  const picnic = await aPicnic(await aServer("https://second.turnout.test"));
  expect((await (await aServer("https://first.turnout.test")).download(picnic)).uid).toBe(`${picnic.id}@first.turnout.test`);
});

test("the organizer is the sender's address, which accepts email", async () => {
  const server = await aServer("https://turnout.test");
  const picnic = await aPicnic(server);
  await accept(server, picnic);
  const mails = await server.mails();
  await move(server, picnic, "The mill");
  mails.push(...(await server.mails()));
  const downloads = [await server.download(picnic)];
  await callOff(server, picnic);
  mails.push(...(await server.mails()));
  downloads.push(await server.download(picnic));

  expect(mails.map(({ from }) => from?.address)).toEqual(mails.map(() => SENDER));
  const entries = [...downloads, ...entriesOf(mails)];
  expect(entries.map(({ method }) => method)).toEqual(["PUBLISH", "CANCEL", "PUBLISH", "PUBLISH", "CANCEL"]);
  for (const { organizer } of entries) expect(organizer).toEqual([`mailto:${SENDER}`]);
});

test("an emailed reply goes to the host who invites, never to an invented address", async () => {
  const server = await aServer("https://turnout.test");
  const picnic = await aPicnic(server);
  const [willing] = await server.mails();
  expect(willing!.replyTo).toEqual([{ name: "Ada", address: `${picnic.host.id}@example.org` }]);
  await sql`update users set takes_replies = false where id = ${picnic.host.id}`.execute(db);
  await accept(server, picnic);
  const [unwilling] = await server.mails();
  expect(unwilling!.replyTo).toBeUndefined();
  expect(unwilling!.from?.address).toBe(SENDER);
});

test("a file names a guest only in their own cancellation", async () => {
  const server = await aServer("https://turnout.test");
  const picnic = await aPicnic(server);
  await accept(server, picnic);
  expect(entriesOf(await server.mails())[0]!.attendees).toEqual([]);
  expect((await server.download(picnic)).attendees).toEqual([]);
  await callOff(server, picnic);
  const [off] = entriesOf(await server.mails());
  expect(off!.attendees.map((one) => [one.getFirstValue(), one.getParameter("rsvp")])).toEqual([["mailto:grace@example.org", "FALSE"]]);
  expect((await server.download(picnic)).attendees).toEqual([]);
});

describe("where replies by email arrive", () => {
  const INBOUND = "rsvp@in.turnout.test";
  /** What a guest's calendar is told: the method, PARTSTAT, whether to answer, SEQUENCE. */
  const told = (mails: Awaited<ReturnType<Server["mails"]>>) =>
    entriesOf(mails).map(({ method, attendees: [guest], sequence }) => [
      method,
      guest?.getParameter("partstat"),
      guest?.getParameter("rsvp"),
      sequence,
    ]);

  test("each email says anew where the guest stands, and the entry is one", async () => {
    const server = await aServer("https://party.turnout.test", INBOUND);
    const picnic = await aPicnic(server);
    const invited = await server.mails();
    expect(told(invited)).toEqual([["REQUEST", "NEEDS-ACTION", "TRUE", 0]]);
    await accept(server, picnic);
    const accepted = await server.mails();
    expect(told(accepted)).toEqual([["REQUEST", "ACCEPTED", "TRUE", 0]]);
    await move(server, picnic, "The mill");
    const moved = await server.mails();
    expect(told(moved)).toEqual([["REQUEST", "ACCEPTED", "TRUE", 1]]);
    await callOff(server, picnic);
    const cancelled = await server.mails();
    expect(told(cancelled)).toEqual([["CANCEL", "ACCEPTED", "TRUE", 2]]);

    const entries = [invited, accepted, moved, cancelled].flatMap(entriesOf);
    expect(new Set(entries.map(({ uid }) => uid)).size).toBe(1);
    const organizers = new Set(entries.map(({ organizer: [organizer] }) => String(organizer)));
    expect([...organizers]).toEqual([
      `mailto:${replyAddress({ secret: testSecret, address: INBOUND }, { guestId: picnic.guests[0]!.id, accessVersion: 1 })}`,
    ]);
  });

  test("a guest on the waitlist is TENTATIVE, and ACCEPTED once there is a seat", async () => {
    const server = await aServer("https://party.turnout.test", INBOUND);
    const picnic = await aPicnic(server);
    const full = { commandId: randomUUID(), fields: { capacity: 1 } };
    await server.changeEvent(picnic.id, edit, full, asUser(picnic.host));
    const hedy = { commandId: randomUUID(), guestId: randomUUID(), name: "Hedy", answer: "going" as const, plusOnes: [] };
    await server.changeEvent(picnic.id, addGuest, hedy, asUser(picnic.host));
    await server.mails();
    await accept(server, picnic);
    expect(told(await server.mails())).toEqual([["REQUEST", "TENTATIVE", "TRUE", 0]]);
    await server.changeEvent(picnic.id, removeGuest, { commandId: randomUUID(), guestId: hedy.guestId }, asUser(picnic.host));
    expect(told(await server.mails())).toEqual([["REQUEST", "ACCEPTED", "TRUE", 0]]);
  });

  test("new rules for a zone bring each who may come one new entry, with the hour as it was and the new rules", async () => {
    const server = await aServer("https://party.turnout.test", INBOUND);
    const picnic = await aPicnic(server);
    const hedy = { guestId: randomUUID(), name: "Hedy", email: "hedy@example.org", plusOnesAllowed: null, locale: null };
    await server.changeEvent(
      picnic.id,
      inviteGuests,
      { commandId: randomUUID(), guests: [hedy], message: "", send: true },
      asUser(picnic.host),
    );
    await server.changeEvent(picnic.id, answerInvitation, answering("declined"), asGuest({ id: hedy.guestId, name: hedy.name }));
    const fields = { zone: "America/Winnipeg", starts: "2030-12-15T19:00" };
    await server.changeEvent(picnic.id, edit, { commandId: randomUUID(), fields }, asUser(picnic.host));
    await server.mails();

    // As an older release of the zone data had it: an hour later than it is.
    const before = "2030-12-16T01:00:00.000Z";
    const times = JSON.stringify({ startsAt: before, data: "2026a" });
    await sql`update events set starts_at = ${before}, wall_clock = wall_clock || ${times}::jsonb where id = ${picnic.id}`.execute(db);
    await sql`update told_guests set told = jsonb_set(told, '{startsAt}', ${JSON.stringify(before)}::jsonb) where event_id = ${picnic.id}`.execute(
      db,
    );
    for (let time = 0; time < 3; time++) await server.changeEvent(picnic.id, reworkTimes, { commandId: randomUUID() }, systemCaller);
    const mails = await server.mails();
    expect(mails.map(({ to }) => to?.[0]?.address)).toEqual(["grace@example.org"]);
    expect(told(mails)).toEqual([["REQUEST", "NEEDS-ACTION", "TRUE", 2]]);
    const text = mails[0]!.attachments[0]!.content as string;
    expect(text).toContain("DTSTART;TZID=America/Winnipeg:20301215T190000");
    const calendar = new ICAL.Component(ICAL.parse(text));
    const start = calendar.getFirstSubcomponent("vevent")!.getFirstPropertyValue("dtstart") as ICAL.Time;
    expect(new Date(start.toUnixTime() * 1_000).toISOString()).toBe("2030-12-16T00:00:00.000Z");
    expect(await server.mails()).toEqual([]);
  });

  test("the invitation is a part beside the texts, which calendars take without a click", async () => {
    const server = await aServer("https://party.turnout.test", INBOUND);
    await aPicnic(server);
    const [mail] = await server.mails();
    expect(mail!.attachments.map(({ mimeType, method, disposition }) => [mimeType, method, disposition])).toEqual([
      ["text/calendar", "REQUEST", null],
    ]);
    expect(post.received.at(-1)!.raw).toMatch(/multipart\/alternative/);
    expect(post.received.at(-1)!.raw).not.toMatch(/multipart\/mixed/);
  });

  test("an address that wants no entries gets the same emails without, among others of the same layout; a cancellation takes out what came before", async () => {
    const server = await aServer("https://party.turnout.test", INBOUND);
    const picnic = await aPicnic(server);
    await server.mails();
    await suppress(db, { hash: addressHash(testSecret, "hedy@example.org"), scope: CALENDAR_ENTRIES });
    const guests = ["ada", "hedy", "ida"].map((name) => ({
      guestId: randomUUID(),
      name,
      email: `${name}@example.org`,
      plusOnesAllowed: null,
      locale: null,
    }));
    await server.changeEvent(picnic.id, inviteGuests, { commandId: randomUUID(), guests, message: "", send: true }, asUser(picnic.host));
    const kinds = async () =>
      Object.fromEntries(
        (await server.mails()).map(({ to, attachments }) => [to![0]!.address!.split("@")[0], attachments[0]?.method ?? null]),
      );
    expect(await kinds()).toEqual({ ada: "REQUEST", hedy: null, ida: "REQUEST" });
    await server.changeEvent(picnic.id, answerInvitation, answering("going"), asGuest({ id: guests[1]!.guestId, name: "hedy" }));
    expect(await kinds()).toEqual({ hedy: null });
    await callOff(server, picnic);
    expect(await kinds()).toMatchObject({ ada: "CANCEL", hedy: "CANCEL" });

    await unsuppress(db, addressHash(testSecret, "hedy@example.org"), [CALENDAR_ENTRIES]);
    const dinner = await aPicnic(server);
    await server.changeEvent(
      dinner.id,
      inviteGuests,
      { commandId: randomUUID(), guests: [{ ...guests[1]!, guestId: randomUUID() }], message: "", send: true },
      asUser(dinner.host),
    );
    expect(await kinds()).toMatchObject({ hedy: "REQUEST" });
  });

  test("hosts can switch entries off for an event: its emails come without, but for a cancellation, and those of others with them", async () => {
    const server = await aServer("https://party.turnout.test", INBOUND);
    const [picnic, dinner] = [await aPicnic(server), await aPicnic(server)];
    await server.mails();
    const entries = (on: boolean) =>
      server.changeEvent(picnic.id, edit, { commandId: randomUUID(), fields: { calendarEntries: on } }, asUser(picnic.host));
    const methods = async () => (await server.mails()).map(({ attachments }) => attachments[0]?.method ?? null);
    await entries(false);
    expect(await methods()).toEqual([]);
    await accept(server, picnic);
    await accept(server, dinner);
    expect((await methods()).toSorted()).toEqual(["REQUEST", null]);
    await move(server, picnic, "The barn");
    expect(await methods()).toEqual([null]);
    await entries(true);
    await move(server, picnic, "The mill");
    const [mail] = await server.mails();
    expect(entryIn(mail!.attachments[0]!.content as string)).toMatchObject({ method: "REQUEST", sequence: 2 });
    await entries(false);
    await callOff(server, picnic);
    expect(await methods()).toEqual(["CANCEL"]);
  });

  test("where no replies arrive, entries that are switched off come as no files either", async () => {
    const server = await aServer("https://party.turnout.test");
    const picnic = await aPicnic(server);
    await server.changeEvent(picnic.id, edit, { commandId: randomUUID(), fields: { calendarEntries: false } }, asUser(picnic.host));
    await accept(server, picnic);
    expect(entriesOf(await server.mails())).toEqual([]);
  });
});
