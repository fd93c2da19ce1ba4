import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { inviteGuests, readmitGuest, revokeInvitation } from "../invitations/commands.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, asUser, type Gathering, type World } from "../testing/world.ts";
import { removeGuest } from "./commands.ts";

const { deps, server } = await testApp();
const world = deps as unknown as World;
const password = "tangerine-kayak-7";
const going = { answer: "going", plusOnes: [], note: "" };

/** A public event that anybody may answer. */
const anEvent = async (guests = 0) => aGathering(world, { guests, fields: { visibility: "public", guestListFor: "everyone" } });

async function ask(method: "GET" | "PUT" | "POST", url: string, cookie: string, payload?: object) {
  const reply = await server.inject({
    method,
    url,
    headers: { host: "turnout.test", origin: testUrl, cookie },
    ...(payload && { payload }),
  });
  const cookies = [reply.headers["set-cookie"] ?? []].flat().map((line) => line.split(";")[0]!);
  return { status: reply.statusCode, body: reply.json(), cookie: cookies.join("; ") || cookie };
}

/** A browser that has opened the event's page. */
async function aBrowser({ id }: Gathering): Promise<string> {
  const page = await server.inject({ url: `/e/${id}`, headers: { host: "turnout.test" } });
  return [page.headers["set-cookie"] ?? []].flat().map((line) => line.split(";")[0]!)[0] ?? "";
}

const answer = ({ id }: Gathering, cookie: string, more = {}) =>
  ask("PUT", `/api/events/${id}/rsvp`, cookie, { commandId: randomUUID(), ...going, name: "Lin", ...more });

const remove = ({ id, host }: Gathering, guestId: string) =>
  deps.changeEvent(id, removeGuest, { commandId: randomUUID(), guestId }, asUser(host));

const listed = async ({ id }: Gathering) =>
  (await sql<{ id: string; name: string }>`select id, name from guests where event_id = ${id} and removed_at is null`.execute(deps.db))
    .rows;

async function signedIn(name: string) {
  const email = `${name.toLowerCase()}@people.test`;
  const passwordHash = await hashPassword(password);
  const id = await deps.db.transaction().execute((tx) => createAccount(tx, { name, email, locale: "en", passwordHash }));
  const { cookie } = await ask("POST", "/api/auth/sign-in", "", { email, password });
  return { id: id!, cookie, email };
}

test("a removed guest cannot get back on the list by answering again in the same browser", async () => {
  const event = await anEvent();
  const first = await answer(event, await aBrowser(event));
  expect(first.status).toBe(200);
  await remove(event, first.body.guestId);
  for (const name of ["Lin", "Another"]) {
    const again = await answer(event, first.cookie, { name });
    expect([again.status, again.body.code]).toEqual([403, "removed_from_list"]);
  }
  expect(await listed(event)).toEqual([]);
  expect((await answer(event, await aBrowser(event), { name: "Somebody else" })).status).toBe(200);
});

test("a removed guest cannot get back by account, by address, or by their personal link", async () => {
  const event = await anEvent(1);
  const eve = await signedIn("Eve");
  const first = await answer(event, eve.cookie, { name: "Eve" });
  await remove(event, first.body.guestId);
  expect((await answer(event, eve.cookie, { name: "Eve" })).body.code).toBe("removed_from_list");

  const byAddress = await answer(event, await aBrowser(event), { name: "Kim", email: "kim@people.test" });
  await remove(event, byAddress.body.guestId);
  const elsewhere = await answer(event, await aBrowser(event), { name: "Kim", email: "kim@people.test" });
  expect(elsewhere.body.code).toBe("removed_from_list");
  expect((await answer(event, await aBrowser(event), { name: "Robin", email: "kim@people.test" })).status).toBe(200); // who shares it

  const [grace] = event.guests;
  const made = await ask("POST", `/api/events/${event.id}/guests/${grace!.id}/link`, await hostCookie(event), { commandId: randomUUID() });
  const link = await server.inject({ url: new URL(made.body.url).pathname, headers: { host: "turnout.test" } });
  const cookie = [link.headers["set-cookie"] ?? []]
    .flat()
    .map((line) => line.split(";")[0]!)
    .join("; ");
  await remove(event, grace!.id);
  expect((await answer(event, cookie, { name: "Grace" })).body.code).toBe("removed_from_list");
});

test("the page of a removed guest says so instead of asking, by browser and by account, and to nobody else", async () => {
  const event = await anEvent();
  const viewer = async (cookie: string) => (await ask("GET", `/api/events/${event.id}`, cookie)).body.viewer;
  const html = async (cookie: string) => (await server.inject({ url: `/e/${event.id}`, headers: { host: "turnout.test", cookie } })).body;
  const browser = await answer(event, await aBrowser(event));
  const robin = await signedIn("Robin");
  const account = await answer(event, robin.cookie, { name: "Robin" });
  expect([await viewer(browser.cookie), await viewer(robin.cookie)]).toEqual([
    { class: "guest", personId: browser.body.guestId },
    { class: "guest", personId: account.body.guestId },
  ]);
  await remove(event, browser.body.guestId);
  await remove(event, account.body.guestId);
  const elsewhere = (await ask("POST", "/api/auth/sign-in", "", { email: robin.email, password })).cookie;
  for (const cookie of [browser.cookie, robin.cookie, elsewhere]) {
    expect(await viewer(cookie)).toEqual({ class: "public", personId: null, wasRemoved: true });
    expect(await html(cookie)).toContain("<p>A host has taken you off the guest list. Ask them to invite you again.</p>");
    expect(await html(cookie)).not.toContain("Will you be there?");
  }
  const other = await aBrowser(event);
  expect(await viewer(other)).toEqual({ class: "public", personId: null });
  expect(await html(other)).toContain("Will you be there?");
  const readmitted = { commandId: randomUUID(), guestId: browser.body.guestId, email: null, userId: null };
  await deps.changeEvent(event.id, readmitGuest, readmitted, asUser(event.host));
  expect(await viewer(browser.cookie)).toEqual({ class: "guest", personId: browser.body.guestId });
});

/** The gathering's host, signed in. */
async function hostCookie({ host }: Gathering): Promise<string> {
  const { cookie, id } = await signedIn(`Host${randomUUID().slice(0, 8)}`);
  await sql`update hosts set id = ${id} where id = ${host.id}`.execute(deps.db);
  host.id = id;
  return cookie;
}

test("a removed guest is back on the list when a host invites them again", async () => {
  const event = await anEvent();
  const first = await answer(event, await aBrowser(event), { email: "lin@people.test" });
  await remove(event, first.body.guestId);
  const guestId = randomUUID();
  const guests = [{ guestId, name: "Lin", email: "lin@people.test", plusOnesAllowed: null, locale: null }];
  await deps.changeEvent(event.id, inviteGuests, { commandId: randomUUID(), guests, message: "", send: false }, asUser(event.host));
  const made = await ask("POST", `/api/events/${event.id}/guests/${guestId}/link`, await hostCookie(event), { commandId: randomUUID() });
  const link = await server.inject({ url: new URL(made.body.url).pathname, headers: { host: "turnout.test", cookie: first.cookie } });
  expect(link.statusCode).toBeLessThan(400);
  expect(await answer(event, first.cookie)).toMatchObject({ status: 200, body: { guestId } });
});

test("two concurrent first answers from one browser are one guest with the later answer", async () => {
  const event = await anEvent();
  const cookie = await aBrowser(event);
  const replies = await Promise.all([
    answer(event, cookie),
    answer(event, cookie, { answer: "maybe" }),
    answer(event, cookie, { note: "Hi" }),
  ]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(new Set(replies.map(({ body }) => body.guestId)).size).toBe(1);
  expect(await listed(event)).toHaveLength(1);
});

test("a first answer that is replayed without its cookie, or with another, gives no access to the guest", async () => {
  const event = await anEvent();
  const commandId = randomUUID();
  const first = await answer(event, "", { commandId });
  expect(first.status).toBe(200);
  for (const cookie of ["", await aBrowser(event)]) {
    const again = await answer(event, cookie, { commandId });
    expect([again.status, again.body.code]).toEqual([422, "command_id_reused"]);
    expect((await ask("GET", `/api/events/${event.id}`, again.cookie)).body.me).toBeNull();
  }
  expect((await answer(event, first.cookie, { commandId })).body).toEqual(first.body);
});

test("revoking ends every kind of access, the account included", async () => {
  const event = await anEvent();
  const ida = await signedIn("Ida");
  const { body } = await answer(event, ida.cookie, { name: "Ida" });
  const snapshot = async () => (await ask("GET", `/api/events/${event.id}`, ida.cookie)).body;
  expect((await snapshot()).viewer.class).toBe("guest");
  await deps.changeEvent(event.id, revokeInvitation, { commandId: randomUUID(), guestId: body.guestId }, asUser(event.host));
  expect(await snapshot()).toMatchObject({ viewer: { class: "public" }, me: null });
  expect(await listed(event)).toHaveLength(1);
});

test("an address that a guest entered by themselves does not keep an invitation from its owner", async () => {
  const event = await anEvent();
  const email = "victim@people.test";
  const { body } = await answer(event, await aBrowser(event), { name: "Victim", email });
  const invite = () => {
    const guests = [{ guestId: randomUUID(), name: "Victim", email, plusOnesAllowed: null, locale: null }];
    return deps.changeEvent(event.id, inviteGuests, { commandId: randomUUID(), guests, message: "", send: true }, asUser(event.host));
  };
  expect((await invite()).result).toMatchObject({ added: 0, known: 1 });
  await invite(); // known by now, and mailed already
  const { rows } = await sql<{ type: string }>`
    select body ->> 'type' as type from event_log where event_id = ${event.id} and about = ${body.guestId} order by seq`.execute(deps.db);
  expect(rows.map(({ type }) => type)).toEqual(["rsvp.answered", "guest.invited"]);
});

test("a removed guest is recognized in the same browser when their account is deleted; others in that browser are not", async () => {
  const event = await anEvent();
  const [browser, other] = [await aBrowser(event), await aBrowser(event)];
  const [eve, mia] = [await signedIn("Evelyn"), await signedIn("Mia")];
  const first = await answer(event, `${browser}; ${eve.cookie}`, { name: "Evelyn" });
  const stays = await answer(event, `${other}; ${mia.cookie}`, { name: "Mia" });
  await remove(event, first.body.guestId);
  for (const { id } of [eve, mia]) await sql`delete from users where id = ${id}`.execute(deps.db);
  const again = await answer(event, browser, { name: "Somebody" });
  expect([again.status, again.body.code]).toEqual([403, "removed_from_list"]);
  const next = await answer(event, other, { name: "Nora" });
  expect(next.status).toBe(200);
  expect(next.body.guestId).not.toBe(stays.body.guestId);
  expect((await listed(event)).map(({ name }) => name).toSorted()).toEqual(["Mia", "Nora"]);
});

/** Opens a guest's personal link in a browser. */
async function openLink(event: Gathering, guestId: string, browser: string, host: string): Promise<string> {
  const made = await ask("POST", `/api/events/${event.id}/guests/${guestId}/link`, host, { commandId: randomUUID() });
  await server.inject({ url: new URL(made.body.url).pathname, headers: { host: "turnout.test", cookie: browser } });
  return made.body.url;
}

test("in a shared browser, a person whose link was revoked does not answer as the other guest", async () => {
  const event = await anEvent(1);
  const browser = await aBrowser(event);
  const anna = await answer(event, browser, { name: "Anna" });
  const [ben] = event.guests;
  await openLink(event, ben!.id, browser, await hostCookie(event));
  expect((await answer(event, browser, { name: "Ben" })).body.guestId).toBe(ben!.id);
  await deps.changeEvent(event.id, revokeInvitation, { commandId: randomUUID(), guestId: ben!.id }, asUser(event.host));
  const after = await answer(event, browser, { name: "Ben again", answer: "declined" });
  expect(after.status).toBe(200);
  expect(after.body.guestId).not.toBe(anna.body.guestId);
  const row = await sql`select name, standing from guests where id = ${anna.body.guestId}`.execute(deps.db);
  expect(row.rows).toEqual([{ name: "Anna", standing: "going" }]);
});

test.each(["removed", "revoked"] as const)(
  "a link that a host made, saved to an account, opens nothing once the guest is %s",
  async (end) => {
    const event = await anEvent(1);
    await sql`update events set visibility = 'invited' where id = ${event.id}`.execute(deps.db);
    const host = await hostCookie(event);
    const [grace] = event.guests;
    const kept = await signedIn(`Grace${randomUUID().slice(0, 8)}`);
    const page = await server.inject({ url: "/", headers: { host: "turnout.test" } });
    const visit = [page.headers["set-cookie"] ?? []].flat().map((line) => line.split(";")[0]!)[0];
    const made = await ask("POST", `/api/events/${event.id}/guests/${grace!.id}/link`, host, { commandId: randomUUID() });
    const opened = await server.inject({ url: new URL(made.body.url).pathname, headers: { host: "turnout.test", cookie: visit ?? "" } });
    const browser = [opened.headers["set-cookie"] ?? []].flat().map((line) => line.split(";")[0]!)[0] ?? visit;
    const claimed = await ask("POST", `/api/events/${event.id}/claim`, `${browser}; ${kept.cookie}`, { commandId: randomUUID() });
    expect(claimed.status).toBe(200);
    const look = async (cookie: string) => (await ask("GET", `/api/events/${event.id}`, cookie)).status;
    expect([await look(kept.cookie), await look(browser!)]).toEqual([200, 200]);
    if (end === "removed") await remove(event, grace!.id);
    else await deps.changeEvent(event.id, revokeInvitation, { commandId: randomUUID(), guestId: grace!.id }, asUser(event.host));
    expect([await look(kept.cookie), await look(browser!), await look(`${browser}; ${kept.cookie}`)]).toEqual([404, 404, 404]);
  },
);
