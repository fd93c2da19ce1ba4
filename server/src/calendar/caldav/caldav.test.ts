import { randomUUID } from "node:crypto";
import ICAL from "ical.js";
import { DAVClient } from "tsdav";
import { expect, test } from "vitest";
import { aUser, aGathering, asUser, answering, type Gathering, type World } from "../../testing/world.ts";
import { freePort } from "../../free-port.ts";
import { testApp } from "../../testing/test-app.ts";
import { editEvent } from "../../events/commands.ts";
import { answerInvitation } from "../../guests/commands.ts";
import { promoteWaiting } from "../../guests/seats.ts";
import { feedToken } from "../feed-token.ts";
import { openFeed } from "../feeds.ts";
import { MAX_REQUEST } from "./routes.ts";
import { MAX_PROPERTIES } from "./multistatus.ts";
import { MAX_ELEMENTS, MAX_NAMESPACE } from "./xml.ts";

const port = await freePort();
const publicUrl = `http://127.0.0.1:${port}`;
const { deps, server } = await testApp({ publicUrl });
await server.listen({ port, host: "127.0.0.1" });
const world = deps as unknown as World;
const c = () => ({ commandId: randomUUID() });
const edit = editEvent({ needs: [], afterEdit: promoteWaiting });
const rename = (event: Gathering, title: string) => world.changeEvent(event.id, edit, { ...c(), fields: { title } }, asUser(event.host));

/** A host with events at these times, and the password of their calendar. */
async function aReader(starts: string[] = []) {
  const events: Gathering[] = [];
  const ada = await aUser(world, "Ada");
  for (const [at, one] of starts.entries()) {
    const event = await aGathering(world, { fields: { title: `Picnic ${at}`, starts: one, zone: "UTC" } });
    await world.changeEvent(event.id, answerInvitation, { ...answering("going"), name: "Ada" }, { ...asUser(ada), shareVersion: 1 });
    events.push(event);
  }
  const password = async (renew = false) => feedToken(deps.secret, await openFeed(deps.db, { userId: ada.id, eventId: null }, renew));
  return { ada, events, password };
}

interface Ask {
  password?: string | undefined;
  body?: string;
  headers?: Record<string, string>;
}

const ask = (method: string, url: string, { password, body, headers = {} }: Ask = {}) =>
  server.inject({
    method: method as "GET",
    url,
    headers: {
      host: new URL(publicUrl).host,
      ...(password !== undefined && { authorization: `Basic ${Buffer.from(`anyone:${password}`).toString("base64")}` }),
      ...(body !== undefined && { "content-type": "application/xml" }),
      ...headers,
    },
    ...(body !== undefined && { payload: body }),
  });

const PREFIXES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"';
const report = (password: string, body: string) => ask("REPORT", "/caldav/events/", { password, body });
const query = (filter: string) =>
  `<C:calendar-query ${PREFIXES}><D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter>${filter}</C:filter></C:calendar-query>`;
const timeRange = (start: string, end: string) =>
  `<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="${start}" end="${end}"/></C:comp-filter></C:comp-filter>`;
const titlesIn = (text: string) => [...text.matchAll(/SUMMARY:([^\r\n&]+)/g)].map(([, title]) => title!);

/** A client as programs use one, over a real connection. */
async function clientWith(password: string) {
  const credentials = { username: "ada@example.org", password };
  const client = new DAVClient({ serverUrl: publicUrl, credentials, authMethod: "Basic", defaultAccountType: "caldav" });
  await client.login();
  return client;
}

test("a client that knows the host alone finds the calendar, reads it, and follows what changes", async () => {
  const { events, password } = await aReader(["2027-05-01T10:00", "2027-06-01T10:00"]);
  const client = await clientWith(await password());
  const calendars = await client.fetchCalendars();
  expect(calendars.map(({ displayName, components }) => [displayName, components])).toEqual([["Turnout", ["VEVENT"]]]);
  const [calendar] = calendars;
  const objects = await client.fetchCalendarObjects({ calendar: calendar! });
  expect(objects.map(({ data }) => titlesIn(String(data))[0]).toSorted()).toEqual(["Picnic 0", "Picnic 1"]);
  for (const { data } of objects) expect(new ICAL.Component(ICAL.parse(String(data))).getAllSubcomponents("vevent")).toHaveLength(1);

  const within = await client.fetchCalendarObjects({
    calendar: calendar!,
    timeRange: { start: "2027-05-15T00:00:00Z", end: "2027-07-01T00:00:00Z" },
  });
  expect(within.map(({ data }) => titlesIn(String(data))[0])).toEqual(["Picnic 1"]);

  expect((await client.isCollectionDirty({ collection: calendar! })).isDirty).toBe(false);
  await rename(events[0]!, "Brunch");
  expect((await client.isCollectionDirty({ collection: calendar! })).isDirty).toBe(true);
  const tags = new Map(objects.map(({ url, etag }) => [url, etag]));
  const changed = (await client.fetchCalendarObjects({ calendar: calendar! })).filter(({ url, etag }) => tags.get(url) !== etag);
  expect(changed.map(({ data }) => titlesIn(String(data)))).toEqual([["Brunch"]]);
});

test("without the password, with another or with one that has ended, nothing is shown, and clients are asked for it", async () => {
  const { password } = await aReader(["2027-05-01T10:00"]);
  const before = await password();
  const now = await password(true);
  for (const one of [undefined, "guessed", "", before]) {
    const reply = await ask("PROPFIND", "/caldav/events/", { password: one, headers: { depth: "1" } });
    expect([reply.statusCode, reply.headers["www-authenticate"]]).toEqual([401, 'Basic realm="Turnout calendar", charset="UTF-8"']);
    expect(reply.body).not.toContain("Picnic");
  }
  expect((await ask("PROPFIND", "/caldav/events/", { password: now, headers: { depth: "1" } })).statusCode).toBe(207);
});

test("an entry is shown to those whose calendar has it, and to nobody else", async () => {
  const { events, password } = await aReader(["2027-05-01T10:00"]);
  const other = await aReader();
  const path = `/caldav/events/${events[0]!.id}.ics`;
  const mine = await ask("GET", path, { password: await password() });
  expect([mine.statusCode, titlesIn(mine.body)]).toEqual([200, ["Picnic 0"]]);
  const tag = String(mine.headers.etag);
  for (const known of [tag, `W/${tag}`, `"other", ${tag}`])
    expect((await ask("GET", path, { password: await password(), headers: { "if-none-match": known } })).statusCode).toBe(304);
  await rename(events[0]!, "Brunch");
  expect((await ask("GET", path, { password: await password(), headers: { "if-none-match": tag } })).statusCode).toBe(200);
  for (const method of ["GET", "PROPFIND"])
    expect((await ask(method, path, { password: await other.password(), headers: { depth: "0" } })).statusCode).toBe(404);
  const multiget = `<C:calendar-multiget ${PREFIXES}><D:prop><D:getetag/></D:prop><D:href>${path}</D:href></C:calendar-multiget>`;
  expect((await report(await password(), multiget)).body).toContain("HTTP/1.1 200 OK");
  expect((await report(await other.password(), multiget)).body).toContain("HTTP/1.1 404 Not Found");
});

test("nothing can be written", async () => {
  const { events, password } = await aReader(["2027-05-01T10:00"]);
  for (const method of ["PUT", "DELETE", "MKCALENDAR", "PROPPATCH"]) {
    const path = `/caldav/events/${events[0]!.id}.ics`;
    const reply = await fetch(`${publicUrl}${path}`, { method, ...(method === "PUT" && { body: "BEGIN:VCALENDAR" }) });
    expect([method, reply.status, reply.headers.get("allow")]).toEqual([method, 405, "GET, HEAD, OPTIONS, PROPFIND"]);
  }
  const options = await ask("OPTIONS", "/caldav/events/", { password: await password() });
  expect([options.headers.dav, options.headers.allow]).toEqual(["1, 3, calendar-access", "OPTIONS, PROPFIND, REPORT"]);
});

test("properties are given by name, all but the costly ones, or their names alone; what there is not is said", async () => {
  const { password } = await aReader(["2027-05-01T10:00"]);
  const find = async (inner: string) => {
    const body = `<D:propfind ${PREFIXES}>${inner}</D:propfind>`;
    return (await ask("PROPFIND", "/caldav/events/", { password: await password(), body, headers: { depth: "0" } })).body;
  };
  const named = await find('<D:prop><D:displayname/><x:color xmlns:x="urn:x"/></D:prop>');
  expect(named).toContain("<D:prop><D:displayname>Turnout</D:displayname></D:prop><D:status>HTTP/1.1 200 OK</D:status>");
  expect(named).toContain('<D:prop><color xmlns="urn:x"/></D:prop><D:status>HTTP/1.1 404 Not Found</D:status>');
  expect(await find("<D:propname/>")).toContain("<D:displayname/>");
  const all = await find("<D:allprop/>");
  expect(all).toContain("<C:calendar/>");
  const nothing = await ask("PROPFIND", "/caldav/events/", { password: await password(), headers: { depth: "0" } });
  expect(nothing.body, "no body asks for all").toBe(all);
  const endless = await ask("PROPFIND", "/caldav/", { password: await password(), headers: { depth: "infinity" } });
  expect([endless.statusCode, endless.body]).toEqual([403, expect.stringContaining("<D:propfind-finite-depth/>")]);
});

test.each([
  ["all", '<C:comp-filter name="VCALENDAR"/>', ["Picnic 1", "Picnic 0"]],
  ["events", '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter>', ["Picnic 1", "Picnic 0"]],
  ["to-dos", '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VTODO"/></C:comp-filter>', []],
  ["until it begins", timeRange("20270401T000000Z", "20270501T100000Z"), []],
  ["a moment into it", timeRange("20270401T000000Z", "20270501T100001Z"), ["Picnic 0"]],
  ["from its end", timeRange("20270501T130000Z", "20270502T000000Z"), []],
  ["a moment before its end", timeRange("20270501T125959Z", "20270502T000000Z"), ["Picnic 0"]],
] as [string, string, string[]][])("a query for %s has what touches it", async (_, filter, titles) => {
  const { password } = await aReader(["2027-05-01T10:00", "2027-06-01T10:00"]);
  const reply = await report(await password(), query(filter));
  expect([reply.statusCode, titlesIn(reply.body)]).toEqual([207, titles]);
});

test.each([
  [
    "a filter that we lack",
    query('<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:prop-filter name="UID"/></C:comp-filter></C:comp-filter>'),
    "<C:supported-filter/>",
  ],
  [
    "a time that is none",
    query('<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="today"/></C:comp-filter></C:comp-filter>'),
    "<C:supported-filter/>",
  ],
  ["another report", `<C:free-busy-query ${PREFIXES}/>`, "<D:supported-report/>"],
  [
    "an older token",
    `<D:sync-collection ${PREFIXES}><D:sync-token>urn:turnout:calendar:old</D:sync-token><D:prop/></D:sync-collection>`,
    "<D:valid-sync-token/>",
  ],
])("%s is refused with the condition that does not hold", async (_, body, condition) => {
  const { password } = await aReader();
  const reply = await report(await password(), body);
  expect([reply.statusCode, reply.body]).toEqual([403, expect.stringContaining(condition)]);
});

test("by its token, a client that has everything gets nothing; after a change it begins anew", async () => {
  const { events, password } = await aReader(["2027-05-01T10:00"]);
  const since = async (token: string) =>
    report(
      await password(),
      `<D:sync-collection ${PREFIXES}><D:sync-token>${token}</D:sync-token><D:prop><D:getetag/></D:prop></D:sync-collection>`,
    );
  const tokenIn = (text: string) => /<D:sync-token>(.+)<\/D:sync-token>/.exec(text)![1]!;
  const first = await since("");
  expect(first.body).toContain(`${events[0]!.id}.ics`);
  const second = await since(tokenIn(first.body));
  expect([second.statusCode, second.body.includes(events[0]!.id)]).toEqual([207, false]);
  await rename(events[0]!, "Brunch");
  expect((await since(tokenIn(first.body))).statusCode).toBe(403);
});

const propertiesNamed = (count: number, namespace = "urn:x") =>
  `<D:propfind xmlns:D="DAV:" xmlns:x="${namespace}"><D:prop>${Array.from({ length: count }, (_, at) => `<x:p${at}/>`).join("")}</D:prop></D:propfind>`;

test("what is asked for a thousand times is given once", async () => {
  const { events, password } = await aReader(["2027-05-01T10:00"]);
  const path = `/caldav/events/${events[0]!.id}.ics`;
  const often = (text: string, times: number) => text.repeat(times);
  const body = `<C:calendar-multiget ${PREFIXES}><D:prop>${often("<C:calendar-data/>", 900)}</D:prop>${often(`<D:href>${path}</D:href>`, 1_000)}</C:calendar-multiget>`;
  const reply = await report(await password(), body);
  expect([reply.statusCode, titlesIn(reply.body)]).toEqual([207, ["Picnic 0"]]);
});

test.each([
  ["XML that breaks off", "<D:propfind xmlns:D='DAV:'>", 400],
  [
    "an entity of its own",
    '<!DOCTYPE x [<!ENTITY a "b">]><D:propfind xmlns:D="DAV:"><D:prop><D:displayname>&a;</D:displayname></D:prop></D:propfind>',
    400,
  ],
  ["a prefix without a namespace", "<D:propfind/>", 400],
  [`more than ${MAX_ELEMENTS} elements`, `<D:propfind xmlns:D="DAV:">${"<D:a/>".repeat(MAX_ELEMENTS)}</D:propfind>`, 400],
  [`more than ${MAX_REQUEST} bytes`, " ".repeat(MAX_REQUEST + 1), 413],
  ["as many elements as are allowed", `<D:propfind xmlns:D="DAV:">${"<D:a/>".repeat(MAX_ELEMENTS - 1)}</D:propfind>`, 207],
  [`more than ${MAX_PROPERTIES} properties`, propertiesNamed(MAX_PROPERTIES + 1), 400],
  ["as many properties as are allowed", propertiesNamed(MAX_PROPERTIES), 207],
  [`a namespace of more than ${MAX_NAMESPACE} characters`, propertiesNamed(1, "x".repeat(MAX_NAMESPACE + 1)), 400],
  ["a namespace as long as is allowed", propertiesNamed(1, "x".repeat(MAX_NAMESPACE)), 207],
])("%s is answered with a status of its own", async (_, body, status) => {
  const { password } = await aReader();
  expect((await ask("PROPFIND", "/caldav/", { password: await password(), body, headers: { depth: "0" } })).statusCode).toBe(status);
});

test.each(["/.well-known/caldav", "/caldav"])("%s leads to where clients begin", async (url) => {
  for (const method of ["GET", "PROPFIND"]) {
    const reply = await ask(method, url);
    expect([reply.statusCode, reply.headers.location]).toEqual([301, "/caldav/"]);
  }
});
