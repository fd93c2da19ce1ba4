import { randomUUID } from "node:crypto";
import type { EventNotificationChoices, NotificationChoices } from "@turnout/contract/notification-choices";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { addressHash, ALL_DIGESTS, eventScope, routineScope, suppress, unsubscribeToken, unsuppress } from "../mail/suppression.ts";
import { testApp, testSecret, testUrl } from "../testing/test-app.ts";
import { aGathering, type World } from "../testing/world.ts";
import { choose } from "./choices.ts";

const { deps, server } = await testApp();
const { db } = deps;
const about = { host: "turnout.test", origin: testUrl };
const password = "tangerine-kayak-7";
const passwordHash = await hashPassword(password);

type Headers = Record<string, string | string[] | undefined>;
const cookieOf = ({ headers }: { headers: object }) => [(headers as Headers)["set-cookie"] ?? []].flat()[0]!.split(";", 1)[0]!;

/** A guest who came by their link, and asks for and changes their choices with these cookies. */
async function aGuest() {
  const { id, guests } = await aGathering(deps as unknown as World, { guests: 1 });
  const guestId = guests[0]!.id;
  const byLink = cookieOf(await server.inject({ url: `/i/${await makePersonalLink(db, id, guestId)}`, headers: about }));
  const ask = async (cookie: string, method: "GET" | "PUT" = "GET") => {
    const url = `/api/events/${id}/notification-choices`;
    const payload = method === "PUT" && { payload: { kind: "changed", channel: "push", isOn: false } };
    const reply = await server.inject({ method, url, headers: { ...about, cookie }, ...payload });
    return { status: reply.statusCode, body: reply.json<EventNotificationChoices>() };
  };
  const hears = async (cookie: string) =>
    (await ask(cookie)).body.choices.find(({ kind, channel }) => kind === "changed" && channel === "push")?.isOn;
  return { eventId: id, guestId, byLink, ask, hears };
}

/** The cookie of an account that the guest is kept in. */
async function keptInAccount(guestId: string): Promise<string> {
  const email = `${randomUUID()}@people.test`;
  const userId = await db.transaction().execute((tx) => createAccount(tx, { name: "Ada", email, locale: "en", passwordHash }));
  await sql`update guests set user_id = ${userId} where id = ${guestId}`.execute(db);
  return cookieOf(await server.inject({ method: "POST", url: "/api/auth/sign-in", headers: about, payload: { email, password } }));
}

test("the link of a guest with an account neither shows nor changes what they are notified of; control: it did before", async () => {
  const { guestId, byLink, ask, hears } = await aGuest();
  expect(await hears(byLink)).toBe(true);
  expect((await ask(byLink, "PUT")).status).toBe(200);
  expect(await hears(byLink)).toBe(false);
  const account = await keptInAccount(guestId);
  expect(await hears(account), "as it was chosen by the link").toBe(false);
  await sql`delete from notification_choices where guest_id = ${guestId}`.execute(db);
  for (const method of ["GET", "PUT"] as const)
    expect(await ask(byLink, method), method).toMatchObject({ status: 401, body: { code: "sign_in_required" } });
  expect(await hears(account)).toBe(true);
  expect((await ask(`${account}; ${byLink}`, "PUT")).status, "signed in, in the browser that has the link").toBe(200);
  expect(await hears(account)).toBe(false);
});

test("whoever has unsubscribed from such emails is shown that none come, and choosing one brings back that one alone", async () => {
  const email = `${randomUUID()}@people.test`;
  const userId = await db.transaction().execute((tx) => createAccount(tx, { name: "Ada", email, locale: "en", passwordHash }));
  const cookie = cookieOf(await server.inject({ method: "POST", url: "/api/auth/sign-in", headers: about, payload: { email, password } }));
  const ask = async (payload?: object) => {
    const method = payload ? ("PUT" as const) : ("GET" as const);
    const reply = await server.inject({
      method,
      url: "/api/notification-choices",
      headers: { ...about, cookie },
      ...(payload && { payload }),
    });
    return Object.fromEntries(reply.json<NotificationChoices>().emails.map(({ kind, pace }) => [kind, pace]));
  };
  const { id: eventId } = await aGathering(deps as unknown as World);
  await choose(db, { role: "host", userId: userId!, eventId }, { kind: "answered", channel: "email", pace: "atOnce" });
  const unsubscribe = `/unsubscribe/${unsubscribeToken(testSecret, email, ALL_DIGESTS)}`;
  const page = await server.inject({ url: unsubscribe, headers: about });
  expect(page.body).toContain("No more emails about what’s new?");
  expect(page.body).not.toContain("calendar");
  expect((await ask())["answered"], "looking at the page changes nothing").toBe("daily");
  await server.inject({ method: "POST", url: unsubscribe, headers: { host: "turnout.test" } });
  expect(new Set(Object.values(await ask()))).toEqual(new Set(["off"]));
  expect(await ask({ kind: "undelivered", channel: "email", pace: "atOnce" })).toMatchObject({ undelivered: "atOnce", answered: "off" });
  expect((await sql`select 1 from notification_choices where event_id = ${eventId}`.execute(db)).rows).toEqual([]);
});

test("a guest who has unsubscribed from an event's emails is told what still comes, and offered none; control: it is as before once they take it back", async () => {
  const { eventId, guestId, byLink, ask } = await aGuest();
  const email = `${randomUUID()}@people.test`;
  await sql`update guests set email = ${email} where id = ${guestId}`.execute(db);
  const hash = addressHash(testSecret, email);
  const shown = async (cookie: string) => {
    const { unsubscribed, emails } = (await ask(cookie)).body as EventNotificationChoices & { unsubscribed?: string };
    return { unsubscribed, isOffered: emails.length > 0 };
  };
  const account = await keptInAccount(guestId);
  for (const cookie of [account, byLink]) {
    if (cookie === byLink) await sql`update guests set user_id = null where id = ${guestId}`.execute(db);
    expect(await shown(cookie)).toEqual({ unsubscribed: undefined, isOffered: true });
    await suppress(db, { hash, scope: routineScope(eventId) });
    expect(await shown(cookie)).toEqual({ unsubscribed: "routine", isOffered: false });
    await suppress(db, { hash, scope: eventScope(eventId) });
    expect(await shown(cookie)).toEqual({ unsubscribed: "all", isOffered: false });
    await unsuppress(db, hash, [eventScope(eventId), routineScope(eventId)]);
  }
});

test("leaving the event's page reads what a guest without an account saw there, and nothing of an account", async () => {
  const { guestId, byLink, eventId } = await aGuest();
  const seen = async () => {
    const url = `/api/events/${eventId}/notifications/seen`;
    const reply = await server.inject({ method: "POST", url, headers: { ...about, cookie: byLink } });
    return { status: reply.statusCode, body: reply.json() as object };
  };
  await sql`insert into notifications (event_id, guest_id, kind, seq, created_at) values (${eventId}, ${guestId}, 'announced', 900, now())`.execute(
    db,
  );
  expect(await seen()).toEqual({ status: 200, body: { seen: 1 } });
  expect(await seen()).toEqual({ status: 200, body: { seen: 0 } });
  await sql`update notifications set read_at = null where guest_id = ${guestId}`.execute(db);
  await keptInAccount(guestId);
  expect(await seen()).toEqual({ status: 200, body: { seen: 0 } });
});
