import { randomUUID } from "node:crypto";
import { gunzipSync } from "node:zlib";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { addHost, cancelEvent, editEvent, removeHost } from "../events/commands.ts";
import { addGuest, answerInvitation, removeGuest } from "../guests/commands.ts";
import { promoteWaiting } from "../guests/seats.ts";
import { limits } from "../http/rate-limit.ts";
import { revokeInvitation } from "../invitations/commands.ts";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser, type Gathering, type Member, type World } from "../testing/world.ts";
import { FEED_EVENTS } from "./feed-states.ts";

const clock = { now: Date.now() };
const app = await testApp({ now: () => new Date(clock.now) });
const { deps, server } = app;
const { db, changeEvent } = deps;
const world = deps as unknown as World;
const password = "tangerine-kayak-7";
const passwordHash = await hashPassword(password);
const c = () => ({ commandId: randomUUID() });
const edit = editEvent({ needs: [], afterEdit: promoteWaiting });
const change = (event: Gathering, fields: object) => changeEvent(event.id, edit, { ...c(), fields }, asUser(event.host));

interface Reader extends Member {
  cookie: string;
}

const cookiesOf = (header: string | string[] | undefined) =>
  [header ?? []]
    .flat()
    .map((line) => line.split(";")[0])
    .join("; ");

async function anAccount(name: string): Promise<Reader> {
  const email = `${randomUUID()}@people.test`;
  const id = await db.transaction().execute((tx) => createAccount(tx, { name, email, locale: "en", passwordHash }));
  const headers = { host: "turnout.test", origin: testUrl };
  const reply = await server.inject({ method: "POST", url: "/api/auth/sign-in", headers, payload: { email, password } });
  return { id: id!, name, cookie: cookiesOf(reply.headers["set-cookie"]) };
}

async function byLink(event: Gathering, guest: Member): Promise<Reader> {
  const token = await makePersonalLink(db, event.id, guest.id);
  const reply = await server.inject({ method: "GET", url: `/i/${token}`, headers: { host: "turnout.test" } });
  return { ...guest, cookie: cookiesOf(reply.headers["set-cookie"]) };
}

/** The address that this reader is given: of all their events, or of one. */
async function addressFor({ cookie }: { cookie: string }, event?: Gathering, renew = false): Promise<string> {
  const url = event ? `/api/events/${event.id}/calendar-feed` : "/api/calendar-feed";
  const headers = { host: "turnout.test", origin: testUrl, cookie };
  const reply = await server.inject({ method: "POST", url, headers, payload: { renew } });
  expect(reply.statusCode).toBe(200);
  return reply.json<{ url: string }>().url;
}

const read = (url: string, headers: Record<string, string> = {}, method: "GET" | "HEAD" = "GET") =>
  server.inject({ method, url: url.replace(testUrl, ""), headers: { host: "turnout.test", ...headers } });

/** What a calendar that subscribes has of it. */
async function entriesIn(url: string): Promise<{ title: string; status: string; busy: boolean; sequence: number; stamp: string }[]> {
  const reply = await read(url);
  expect(reply.statusCode).toBe(200);
  return new ICAL.Component(ICAL.parse(reply.body)).getAllSubcomponents("vevent").map((entry) => ({
    title: String(entry.getFirstPropertyValue("summary")),
    status: String(entry.getFirstPropertyValue("status")),
    busy: entry.getFirstPropertyValue("transp") === "OPAQUE",
    sequence: Number(entry.getFirstPropertyValue("sequence")),
    stamp: String(entry.getFirstPropertyValue("dtstamp")),
  }));
}

const statesIn = async (url: string) =>
  Object.fromEntries((await entriesIn(url)).map(({ title, status, busy }) => [title, `${status}${busy ? "" : ", free"}`]));

/** Their own account on the list of an event, with an answer. */
async function onList(event: Gathering, user: Member, answer: "going" | "maybe" | "declined" | null) {
  await changeEvent(event.id, answerInvitation, { ...answering(answer ?? "going"), name: user.name }, { ...asUser(user), shareVersion: 1 });
}

test("the feed of an account has what it hosts, goes to, may come to or waits for, each as it stands", async () => {
  const ada = await anAccount("Ada");
  const lin = await anAccount("Lin");
  const titled = (title: string, more = {}) => aGathering(world, { fields: { title, ...more } });
  const [going, maybe, declined, full, unanswered, draft] = [
    await titled("going"),
    await titled("maybe"),
    await titled("declined"),
    await titled("full", { capacity: 1 }),
    await titled("unanswered"),
    await aGathering(world, { fields: { title: "draft" }, published: false }),
  ];
  const hosted = await titled("hosted");
  await changeEvent(hosted.id, addHost, c(), asUser(ada));
  await changeEvent(draft.id, addHost, c(), asUser(ada));
  await onList(full, lin, "going");
  await onList(going, ada, "going");
  await onList(maybe, ada, "maybe");
  await onList(declined, ada, "declined");
  await onList(full, ada, "going");
  await onList(unanswered, lin, "going");

  expect(await statesIn(await addressFor(ada))).toEqual({
    hosted: "CONFIRMED",
    going: "CONFIRMED",
    maybe: "TENTATIVE, free",
    full: "TENTATIVE, free",
  });
});

test("a calendar that has read it gets 304 until something that it shows has changed", async () => {
  const ada = await anAccount("Ada");
  const event = await aGathering(world, { guests: 1, fields: { title: "Picnic" } });
  await onList(event, ada, "going");
  const url = await addressFor(ada);
  const first = await read(url);
  expect(first.headers).toMatchObject({
    "content-type": "text/calendar; charset=utf-8",
    "cache-control": "private, no-cache",
    "x-robots-tag": "noindex",
  });
  const known = { "if-none-match": String(first.headers.etag) };
  const again = async () => (await read(url, known)).statusCode;

  clock.now += 60_000;
  await changeEvent(event.id, answerInvitation, answering("going"), asGuest(event.guests[0]!));
  await change(event, { capacity: 40 });
  const same = await read(url, known);
  expect([same.statusCode, same.body, same.headers.etag]).toEqual([304, "", first.headers.etag]);
  expect((await read(url)).body).toBe(first.body);
  expect(await again()).toBe(304);

  const steps = [
    () => change(event, { title: "Picnic by the river" }),
    () => change(event, { description: "Bring a blanket." }),
    () => change(event, { zone: "Europe/Paris" }),
    () => onList(event, ada, "maybe"),
    () => changeEvent(event.id, cancelEvent, { ...c(), note: "" }, asUser(event.host)),
  ];
  for (const step of steps) {
    await step();
    const changed = await read(url, known);
    expect(changed.statusCode).toBe(200);
    known["if-none-match"] = `"other", ${changed.headers.etag}`;
    expect(await again()).toBe(304);
  }
});

test("a change has a later DTSTAMP, and a material one a higher SEQUENCE", async () => {
  const ada = await anAccount("Ada");
  const event = await aGathering(world, { fields: { title: "Picnic" } });
  await onList(event, ada, "going");
  const url = await addressFor(ada);
  const seen = [(await entriesIn(url))[0]!];
  for (const fields of [{ title: "Lunch" }, { starts: "2030-01-02T12:00" }, { place: { kind: "place", name: "Mill", address: "" } }]) {
    clock.now += 60_000;
    await change(event, fields);
    seen.push((await entriesIn(url))[0]!);
  }
  expect(seen.map(({ sequence }) => sequence)).toEqual([0, 0, 1, 2]);
  expect(seen.map(({ stamp }) => stamp)).toEqual([...new Set(seen.map(({ stamp }) => stamp))].toSorted());
});

test("a renewed address ends the one before at once, also for a calendar that has read it", async () => {
  const ada = await anAccount("Ada");
  const before = await addressFor(ada);
  expect(await addressFor(ada)).toBe(before);
  const known = { "if-none-match": String((await read(before)).headers.etag) };
  const after = await addressFor(ada, undefined, true);
  expect(after).not.toBe(before);
  const ended = await read(before, known);
  expect([ended.statusCode, ended.headers["cache-control"], ended.headers.etag]).toEqual([410, "no-store", undefined]);
  expect((await read(after)).statusCode).toBe(200);
});

test("an address that was not made here says nothing, whatever is in it", async () => {
  const ada = await anAccount("Ada");
  const url = await addressFor(ada);
  const token = url.slice(url.lastIndexOf("/") + 1, -4);
  const bytes = Buffer.from(token, "base64url");
  const forged = Array.from(bytes, (_, at) => {
    const other = Buffer.from(bytes);
    other[at]! ^= 1;
    return other.toString("base64url");
  });
  for (const wrong of [...forged, token.slice(1), `${token}A`, "", "x"]) {
    const { statusCode } = await read(`/calendar/${wrong}.ics`);
    expect([wrong, statusCode]).toEqual([wrong, 404]);
  }
  expect((await read(url.replace(".ics", ""))).statusCode).toBe(404);
});

test("a guest by link has a feed of that event, which ends with the link and is theirs again by a new one", async () => {
  const event = await aGathering(world, { guests: 2, fields: { title: "Picnic" } });
  const [grace, heidi] = event.guests as [Member, Member];
  const reader = await byLink(event, grace);
  const url = await addressFor(reader, event);
  expect(await statesIn(url)).toEqual({ Picnic: "TENTATIVE, free" });
  await changeEvent(event.id, answerInvitation, answering("going"), asGuest(grace));
  expect(await statesIn(url)).toEqual({ Picnic: "CONFIRMED" });
  await changeEvent(event.id, answerInvitation, answering("declined"), asGuest(grace));
  expect(await statesIn(url)).toEqual({});

  await changeEvent(event.id, revokeInvitation, { ...c(), guestId: grace.id }, asUser(event.host));
  expect((await read(url)).statusCode).toBe(410);
  const anew = await addressFor(await byLink(event, grace), event);
  expect((await read(url)).statusCode).toBe(410);
  expect((await read(anew)).statusCode).toBe(200);

  const hers = await addressFor(await byLink(event, heidi), event);
  await changeEvent(event.id, removeGuest, { ...c(), guestId: heidi.id }, asUser(event.host));
  expect((await read(hers)).statusCode).toBe(410);
});

test("a link that a co-host handed over ends its feed when they host no more", async () => {
  const event = await aGathering(world, { guests: 1 });
  const lin = await anAccount("Lin");
  await changeEvent(event.id, addHost, c(), asUser(lin));
  const token = await makePersonalLink(db, event.id, event.guests[0]!.id, undefined, lin.id);
  const opened = await server.inject({ method: "GET", url: `/i/${token}`, headers: { host: "turnout.test" } });
  const url = await addressFor({ cookie: cookiesOf(opened.headers["set-cookie"]) }, event);
  expect((await read(url)).statusCode).toBe(200);
  await changeEvent(event.id, removeHost, { ...c(), userId: lin.id }, asUser(event.host));
  expect((await read(url)).statusCode).toBe(410);
});

test("an event leaves the feed of whoever is removed from it, as guest or as host", async () => {
  const ada = await anAccount("Ada");
  const [invited, hosted] = [
    await aGathering(world, { fields: { title: "invited" } }),
    await aGathering(world, { fields: { title: "hosted" } }),
  ];
  await onList(invited, ada, "going");
  await changeEvent(hosted.id, addHost, c(), asUser(ada));
  const [all, ofHosted] = [await addressFor(ada), await addressFor(ada, hosted)];
  expect(await statesIn(all)).toEqual({ invited: "CONFIRMED", hosted: "CONFIRMED" });
  const { guestId } = await deps.access.callerAt({ headers: { cookie: ada.cookie } } as never, invited.id);
  await changeEvent(invited.id, removeGuest, { ...c(), guestId: guestId! }, asUser(invited.host));
  expect(await statesIn(all)).toEqual({ hosted: "CONFIRMED" });
  await changeEvent(hosted.id, removeHost, { ...c(), userId: ada.id }, asUser(hosted.host));
  expect(await statesIn(all)).toEqual({});
  expect((await read(ofHosted)).statusCode).toBe(410);
});

test("a cancelled event stays as one that is cancelled, and takes no time", async () => {
  const ada = await anAccount("Ada");
  const event = await aGathering(world, { fields: { title: "Picnic" } });
  await onList(event, ada, "going");
  const url = await addressFor(ada);
  await changeEvent(event.id, cancelEvent, { ...c(), note: "" }, asUser(event.host));
  expect(await statesIn(url)).toEqual({ Picnic: "CANCELLED, free" });
});

test("who may not be on the list of an event gets no feed of it", async () => {
  const event = await aGathering(world, { fields: { visibility: "public" } });
  const stranger = await anAccount("Emil");
  const headers = { host: "turnout.test", origin: testUrl, cookie: stranger.cookie };
  const reply = await server.inject({ method: "POST", url: `/api/events/${event.id}/calendar-feed`, headers, payload: { renew: false } });
  expect(reply.statusCode).toBe(403);
});

test("a feed names nobody", async () => {
  const ada = await anAccount("Adabella");
  const event = await aGathering(world, { fields: { title: "Picnic" } });
  await onList(event, ada, "going");
  await changeEvent(
    event.id,
    addGuest,
    { ...c(), guestId: randomUUID(), name: "Grace Hopper", answer: "going", plusOnes: ["Vera"] },
    asUser(event.host),
  );
  for (const url of [await addressFor(ada), await addressFor(ada, event)]) {
    const { body } = await read(url);
    expect(body).toContain("SUMMARY:Picnic");
    expect(body).not.toMatch(/ATTENDEE|ORGANIZER|mailto|Ada|Grace|Vera|METHOD/);
  }
});

test("one zone is described once, from the first to the last of its events, and every instant is right", async () => {
  const ada = await anAccount("Ada");
  const times = ["2006-03-28T19:00", "2027-03-10T19:00", "2031-11-05T08:00"];
  const events = [];
  for (const starts of times) events.push(await aGathering(world, { fields: { title: starts, starts, zone: "America/New_York" } }));
  for (const event of events) await changeEvent(event.id, addHost, c(), asUser(ada));
  const calendar = new ICAL.Component(ICAL.parse((await read(await addressFor(ada))).body));
  expect(calendar.getAllSubcomponents("vtimezone")).toHaveLength(1);
  const starts = calendar.getAllSubcomponents("vevent").map((entry) => new ICAL.Event(entry).startDate.toJSDate().toISOString());
  expect(starts.toSorted()).toEqual(["2006-03-29T00:00:00.000Z", "2027-03-11T00:00:00.000Z", "2031-11-05T13:00:00.000Z"]);
});

test("it is compressed for who takes that, asked for by HEAD too, and says how often to come", async () => {
  const ada = await anAccount("Ada");
  for (let at = 0; at < 3; at++) await onList(await aGathering(world), ada, "going");
  const url = await addressFor(ada);
  const plain = await read(url);
  const packed = await read(url, { "accept-encoding": "gzip" });
  expect(packed.headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body);
  expect(packed.headers.etag).toBe(plain.headers.etag);
  expect((await read(url, {}, "HEAD")).statusCode).toBe(200);
  expect(plain.body).toContain("REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n");
  expect(plain.body).toContain("X-PUBLISHED-TTL:PT15M\r\n");
});

test(`of more than ${FEED_EVENTS} events the last ones are in it`, async () => {
  expect(FEED_EVENTS).toBe(1_000);
  const ada = await anAccount("Ada");
  const event = await aGathering(world, { fields: { starts: "2030-06-18T19:00" } });
  await changeEvent(event.id, addHost, c(), asUser(ada));
  const { sql } = await import("kysely");
  await sql`
    with made as (
      insert into events (id, title, starts_at, status, zone)
      select gen_random_uuid(), 'Copy ' || n, '2030-07-01'::timestamptz + n * interval '1 day', 'published', 'UTC' from generate_series(1, ${FEED_EVENTS}) n
      returning id)
    insert into hosts (event_id, id, name) select id, ${ada.id}, 'Ada' from made`.execute(db);
  const titles = (await entriesIn(await addressFor(ada))).map(({ title }) => title);
  expect(titles).toHaveLength(FEED_EVENTS);
  expect(titles).not.toContain("Picnic");
});

test("polling is counted as other reads are, and guessing as of other links", async () => {
  const strict = await testApp({ limitFactor: 1 });
  const asking = (url: string) => strict.server.inject({ method: "GET", url, headers: { host: "turnout.test" } });
  const guesses = await Promise.all(Array.from({ length: limits.link.points + 1 }, () => asking("/calendar/guess.ics")));
  expect(guesses.map(({ statusCode }) => statusCode).filter((status) => status === 429)).toHaveLength(1);
});
