import { createHash, randomUUID } from "node:crypto";
import { MAX_DOOR_LINKS, type LinkedDoor, type ScannedByLink } from "@turnout/contract/door-links";
import { ROSTER_HOURS, type Roster } from "@turnout/contract/door-facts";
import { ASSUMED_HOURS } from "@turnout/contract/event-end";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { addHost, createEvent, publishEvent, removeHost } from "../events/commands.ts";
import { revokeInvitation } from "../invitations/commands.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { answering, asGuest, asUser, invite, type Gathering, type Member, type World } from "../testing/world.ts";
import { answerInvitation, removeGuest } from "./commands.ts";
import { doorKeyOf } from "./door-keys.ts";
import { doorLinkOf, makeDoorLink } from "./door-links.ts";
import { rosterOf, type RosterReader } from "./door-queries.ts";

const { deps, server } = await testApp();
const world = deps as unknown as World;
const { db } = deps;
const password = "tangerine-kayak-7";
const about = { host: "turnout.test", origin: testUrl };
const id = () => ({ commandId: randomUUID() });

async function anAccount(name: string): Promise<Member & { cookie: string }> {
  const email = `${randomUUID()}@people.test`;
  const passwordHash = await hashPassword(password);
  const userId = (await db.transaction().execute((tx) => createAccount(tx, { name, email, locale: "en", passwordHash })))!;
  const reply = await server.inject({ method: "POST", url: "/api/auth/sign-in", headers: about, payload: { email, password } });
  return { id: userId, name, cookie: String(reply.headers["set-cookie"]).split(";")[0]! };
}

/** An event with a party of two and a host, and what asks the server as that host. */
async function anEvening() {
  const host = await anAccount("Ada");
  const eventId = randomUUID();
  const fields = { title: "Picnic", starts: "2099-06-18T19:00", zone: "Europe/Lisbon", plusOnesAllowed: 3 };
  await world.changeEvent(eventId, createEvent, { ...id(), eventId, fields }, asUser(host), { opensEvent: true });
  await world.changeEvent(eventId, publishEvent, id(), asUser(host));
  const guests = ["Grace", "Alan"].map((name) => ({ id: randomUUID(), name }));
  const gathering: Gathering = { id: eventId, host, guests };
  await invite(world, gathering, guests);
  await world.changeEvent(eventId, answerInvitation, { ...answering("going", 1), note: "secret note" }, asGuest(guests[0]!));
  const as = (cookie: string, method: "GET" | "POST" | "DELETE", url: string, payload?: object) =>
    server.inject({ method, url: `/api/events/${eventId}${url}`, headers: { ...about, cookie }, ...(payload && { payload }) });
  const byHost = (method: "GET" | "POST" | "DELETE", url: string, payload?: object) => as(host.cookie, method, url, payload);
  const codeOf = async (guest: Member) => (await doorKeyOf(db, eventId)).codeOf({ id: guest.id, access_version: 1 });
  return { ...gathering, host, byHost, codeOf };
}

/** Hands a link out: its id, its token, and what asks the server with nothing but that. */
async function aLink({ byHost }: Awaited<ReturnType<typeof anEvening>>, gate = "North", withList = false) {
  const made = (await byHost("POST", "/door/links", { gate, withList })).json<{ id: string; url: string }>();
  const token = made.url.split("#")[1]!;
  const ask = (url: string, payload: object) =>
    server.inject({ method: "POST", url: `/api/door/${url}`, headers: about, payload: { token, ...payload } });
  return { id: made.id, url: made.url, token, ask };
}

test("a door link scans codes and lets people in by its gate, in its host's name, and takes that back", async () => {
  const evening = await anEvening();
  const { guests, byHost, codeOf } = evening;
  const { url, ask } = await aLink(evening);
  expect(url).toMatch(new RegExp(`^${testUrl}/door#[\\w-]{43}$`));
  expect((await ask("link", {})).json<LinkedDoor>()).toEqual({ title: "Picnic", gate: "North", listOf: null });
  const code = await codeOf(guests[0]!);
  const arrival = { code, people: 2, ...id() };
  expect((await ask("arrivals", arrival)).statusCode).toBe(200);
  expect((await ask("arrivals", arrival)).statusCode, "sent again").toBe(200);
  expect((await ask("arrivals", { code, people: 1, ...id() })).json()).toMatchObject({ code: "already_arrived" });
  const scanned = (await ask("scans", { code })).json<ScannedByLink>();
  expect(scanned).toMatchObject({ verdict: "listed", guest: { name: "Grace", arrived: 2, arrivals: [{ people: 2, gate: "North" }] } });
  expect((await byHost("GET", "/door/gates")).json()).toEqual({ gates: [{ gate: "North", people: 2 }] });

  expect((await ask("arrivals", { code, people: -1, override: true, ...id() })).statusCode).toBe(200);
  expect((await ask("scans", { code })).json<ScannedByLink>().guest?.arrived).toBe(1);
  const { rows } = await sql<{ name: string }>`
    select distinct actor->>'name' as name from event_log where event_id = ${evening.id} and body->>'type' = 'guest.arrived'`.execute(db);
  expect(rows).toEqual([{ name: "Ada" }]);
});

test("a door link knows a guest by their code alone, and of them what a door needs", async () => {
  const evening = await anEvening();
  const { guests, codeOf, byHost } = evening;
  const { ask, token } = await aLink(evening);
  const { body } = await ask("scans", { code: await codeOf(guests[0]!) });
  expect(Object.keys(JSON.parse(body).guest).toSorted()).toEqual([
    "arrivals",
    "arrived",
    "arrivedAt",
    "guestId",
    "name",
    "partySize",
    "standing",
  ]);
  expect(body).not.toMatch(/secret note|@/);
  expect((await ask("arrivals", { guestId: guests[0]!.id, people: 1, ...id() })).statusCode, "an id is no code").toBe(400);
  const forged = (await codeOf(guests[0]!)).replace(/.{4}$/, "AAAA");
  expect((await ask("arrivals", { code: forged, people: 1, ...id() })).json()).toMatchObject({ code: "guest_not_found" });

  for (const path of ["", "/guests", "/door/roster", "/door/findings", "/door/gates", "/door/links", "/messages"]) {
    const url = `/api/events/${evening.id}${path}`;
    const tried = await server.inject({ url, headers: { ...about, cookie: token, authorization: `Bearer ${token}` } });
    expect(tried.statusCode, path).toBe(404);
  }
  expect((await byHost("GET", "/door/roster")).json<Roster>().guests).toHaveLength(2);
});

test("a door link lets nobody in by the code of a removed guest", async () => {
  const evening = await anEvening();
  const { ask } = await aLink(evening);
  const code = await evening.codeOf(evening.guests[0]!);
  await world.changeEvent(evening.id, removeGuest, { ...id(), guestId: evening.guests[0]!.id }, asUser(evening.host));
  expect((await ask("scans", { code })).json<ScannedByLink>().verdict).toBe("removed");
  expect((await ask("arrivals", { code, people: 1, ...id() })).json()).toMatchObject({ code: "guest_not_found" });
});

test("a door link lets nobody in by a code that has ended", async () => {
  const evening = await anEvening();
  const { ask } = await aLink(evening);
  const code = await evening.codeOf(evening.guests[0]!);
  await world.changeEvent(evening.id, revokeInvitation, { ...id(), guestId: evening.guests[0]!.id }, asUser(evening.host));
  expect((await ask("scans", { code })).json<ScannedByLink>().verdict).toBe("ended");
  expect((await ask("arrivals", { code, people: 1, ...id() })).json()).toMatchObject({ code: "guest_not_found" });
});

test("hosts end no door link of another event", async () => {
  const [own, other] = [await anEvening(), await anEvening()];
  const link = await aLink(other);
  expect((await own.byHost("DELETE", `/door/links/${link.id}`)).statusCode).toBe(200);
  expect((await link.ask("link", {})).statusCode).toBe(200);
});

test("a door link that a host ends is over at once, and no other", async () => {
  const evening = await anEvening();
  const { byHost, codeOf, guests } = evening;
  const [north, south] = [await aLink(evening), await aLink(evening, "South")];
  const listed = async () => (await byHost("GET", "/door/links")).json<{ links: { gate: string }[] }>().links.map(({ gate }) => gate);
  expect((await listed()).toSorted()).toEqual(["North", "South"]);
  await byHost("DELETE", `/door/links/${north.id}`);
  expect(await listed()).toEqual(["South"]);
  const code = await codeOf(guests[0]!);
  for (const [url, payload] of [["link", {}] as const, ["scans", { code }] as const, ["arrivals", { code, people: 1, ...id() }] as const])
    expect((await north.ask(url, payload)).json(), url).toMatchObject({ status: 404, code: "link_invalid" });
  expect((await south.ask("link", {})).statusCode).toBe(200);
});

test("a door link ends with whoever made it, and half a day after the event", async () => {
  const evening = await anEvening();
  const barbara = await anAccount("Barbara");
  await world.changeEvent(evening.id, addHost, id(), asUser(barbara));
  const link = { eventId: evening.id, gate: "South", now: deps.now() };
  const [hers, own] = await Promise.all([barbara.id, evening.host.id].map((createdBy) => makeDoorLink(db, { ...link, createdBy })));
  const after = (hours: number) => new Date(Date.parse("2099-06-18T18:00:00Z") + hours * 3_600_000);
  expect(await doorLinkOf(db, hers!.token, after(17.9))).toMatchObject({ gate: "South", hostName: "Barbara" });
  await world.changeEvent(evening.id, removeHost, { ...id(), userId: barbara.id }, asUser(evening.host));
  await expect(doorLinkOf(db, hers!.token, after(0))).rejects.toMatchObject({ code: "link_invalid" });
  await expect(doorLinkOf(db, own!.token, after(18.1))).rejects.toMatchObject({ code: "link_invalid" });
});

test("what a link's device keeps ends with the link, whenever it was read; a host's goes on", async () => {
  const { id: eventId } = await anEvening();
  const [end, hour] = [Date.parse("2099-06-18T18:00:00Z") + ASSUMED_HOURS * 3_600_000, 3_600_000];
  const until = async (reader: RosterReader, hours: number) => {
    const roster = JSON.parse((await rosterOf(db, eventId, reader, new Date(end + hours * hour)))!) as Roster;
    return (Date.parse(roster.until) - end) / hour;
  };
  expect([await until("link", -1), await until("link", 11)]).toEqual([ROSTER_HOURS, ROSTER_HOURS]);
  expect([await until("host", -1), await until("host", 11)]).toEqual([ROSTER_HOURS, ROSTER_HOURS + 11]);
});

test("a host who was removed and hosts again answers for no link of before; control: a new one works", async () => {
  const evening = await anEvening();
  const barbara = await anAccount("Barbara");
  const link = { eventId: evening.id, gate: "South", createdBy: barbara.id, now: deps.now() };
  await world.changeEvent(evening.id, addHost, id(), asUser(barbara));
  const before = await makeDoorLink(db, link);
  await world.changeEvent(evening.id, removeHost, { ...id(), userId: barbara.id }, asUser(evening.host));
  await expect(makeDoorLink(db, link)).rejects.toMatchObject({ code: "not_allowed" });
  await world.changeEvent(evening.id, addHost, id(), asUser(barbara));
  await expect(doorLinkOf(db, before.token, deps.now())).rejects.toMatchObject({ code: "link_invalid" });
  // By the clock of a server that is behind the one on which she became a host.
  const { token } = await makeDoorLink(db, link);
  expect(await doorLinkOf(db, token, deps.now())).toMatchObject({ hostName: "Barbara" });
  expect((await evening.byHost("GET", "/door/links")).json()).toMatchObject({ links: [{ madeBy: "Barbara" }] });
});

test(`an event has at most ${MAX_DOOR_LINKS} door links at one time`, async () => {
  const evening = await anEvening();
  const link = { eventId: evening.id, gate: "North", createdBy: evening.host.id, now: deps.now() };
  const made = [];
  for (let count = 0; count < MAX_DOOR_LINKS; count++) made.push(await makeDoorLink(db, link));
  await expect(makeDoorLink(db, link)).rejects.toMatchObject({ code: "door_links_full" });
  await evening.byHost("DELETE", `/door/links/${made[0]!.id}`);
  await makeDoorLink(db, link);
});

test("a door link that is made while another one becomes the last waits for it, and is refused", async () => {
  const evening = await anEvening();
  const link = { eventId: evening.id, gate: "North", createdBy: evening.host.id, now: deps.now() };
  for (let count = 1; count < MAX_DOOR_LINKS; count++) await makeDoorLink(db, link);
  const [isInserted, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const last = db.transaction().execute(async (tx) => {
    await sql`select from events where id = ${evening.id} for no key update`.execute(tx);
    await sql`insert into door_links (id, event_id, token_hash, gate, created_by, created_at)
      values (${randomUUID()}, ${evening.id}, '\\x00', 'South', ${evening.host.id}, ${deps.now()})`.execute(tx);
    isInserted.resolve();
    await mayCommit.promise;
  });
  await isInserted.promise;
  let outcome = "waits";
  const late = makeDoorLink(db, link).then(
    () => (outcome = "made"),
    () => (outcome = "refused"),
  );
  const waiting = async () => (await sql`select from pg_locks where not granted`.execute(db)).rows.length;
  await expect.poll(async () => outcome !== "waits" || (await waiting()) > 0).toBe(true);
  mayCommit.resolve();
  await Promise.all([last, late]);
  expect(outcome).toBe("refused");
});

test("of a door link's token only the hash is stored", async () => {
  const { token, id: linkId } = await aLink(await anEvening());
  const { rows } = await sql<{ hash: string; row: string }>`
    select encode(token_hash, 'hex') as hash, to_jsonb(door_links)::text as row from door_links where id = ${linkId}`.execute(db);
  expect(rows[0]!.hash).toBe(createHash("sha256").update(token).digest("hex"));
  for (const text of [token, Buffer.from(token).toString("hex"), Buffer.from(token, "base64url").toString("hex")])
    expect(rows[0]!.row).not.toContain(text);
});

test("who made a door link and who ended it stands in the audit log", async () => {
  const evening = await anEvening();
  const { id: linkId } = await aLink(evening);
  for (let time = 0; time < 2; time++) await evening.byHost("DELETE", `/door/links/${linkId}`);
  const { rows } = await sql<{ action: string; actor_id: string }>`
    select action, actor_id from audit where event_id = ${evening.id} and action like 'doorLink.%' order by action`.execute(db);
  expect(rows).toEqual(["doorLink.ended", "doorLink.made"].map((action) => ({ action, actor_id: evening.host.id })));
});

test("a door link with the guest list reads it, and lets people in by it, also what its device recorded without a network", async () => {
  const evening = await anEvening();
  const { id: eventId, guests, byHost } = evening;
  const { ask } = await aLink(evening, "Garden", true);
  expect((await ask("link", {})).json<LinkedDoor>()).toEqual({ title: "Picnic", gate: "Garden", listOf: eventId });
  const read = await ask("list", {});
  expect(read.json<Roster>()).toEqual({ ...(await byHost("GET", "/door/roster")).json<Roster>(), at: expect.any(String) });
  const tag = String(read.headers["etag"]);
  expect((await ask("list", { tag })).statusCode, "it has this one").toBe(204);

  const arrival = { guestId: guests[0]!.id, people: 2, ...id() };
  expect((await ask("list/arrivals", arrival)).statusCode).toBe(200);
  expect((await ask("list/arrivals", arrival)).statusCode, "sent again").toBe(200);
  expect((await ask("list/arrivals", { ...arrival, people: 1, ...id() })).json()).toMatchObject({
    code: "already_arrived",
    facts: { arrived: 2 },
  });
  expect((await ask("list", { tag })).json<Roster>().guests.find(([guestId]) => guestId === guests[0]!.id)?.[3]).toBe(2);

  const at = deps.now().toISOString();
  const fact = { counter: 1, at, gate: "Another", guestId: guests[1]!.id, people: 1 };
  const facts = { device: randomUUID(), sentAt: at, facts: [fact] };
  for (const outcomes of [["in"], ["in"]]) expect((await ask("list/facts", { ...facts, ...id() })).json()).toMatchObject({ outcomes });
  expect((await byHost("GET", "/door/gates")).json()).toEqual({ gates: [{ gate: "Garden", people: 3 }] });
  expect(JSON.stringify((await ask("list", {})).json())).not.toMatch(/secret note|@/);
});

test("a door link without the guest list gets nothing of it, and nor does one that has ended", async () => {
  const evening = await anEvening();
  const { guests, byHost } = evening;
  const [scansAlone, ended] = [await aLink(evening), await aLink(evening, "South", true)];
  await byHost("DELETE", `/door/links/${ended.id}`);
  const at = deps.now().toISOString();
  const guestId = guests[0]!.id;
  const asked = [
    ["list", {}],
    ["list/arrivals", { guestId, people: 1, ...id() }],
    ["list/facts", { device: randomUUID(), sentAt: at, facts: [{ counter: 1, at, gate: "", guestId, people: 1 }], ...id() }],
  ] as const;
  for (const [url, payload] of asked) {
    expect((await scansAlone.ask(url, payload)).json(), url).toMatchObject({ status: 403, code: "not_allowed" });
    expect((await ended.ask(url, payload)).json(), url).toMatchObject({ status: 404, code: "link_invalid" });
  }
  expect((await byHost("GET", "/door/gates")).json()).toEqual({ gates: [] });
  const { links } = (await byHost("GET", "/door/links")).json<{ links: { gate: string; withList: boolean }[] }>();
  expect(links).toMatchObject([{ gate: "North", withList: false }]);
});
