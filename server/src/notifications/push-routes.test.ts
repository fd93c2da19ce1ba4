import { randomUUID } from "node:crypto";
import type { PushState } from "@turnout/contract/push";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { aBrowser } from "../push/push-service.test-support.ts";
import { subscriptionId } from "../push/subscriptions.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, type World } from "../testing/world.ts";

const { deps, server } = await testApp();
const { db } = deps;
const password = "tangerine-kayak-7";
const passwordHash = await hashPassword(password);

type Method = "GET" | "PUT" | "DELETE" | "POST";

/** A browser with cookies of its own. */
function browser() {
  const jar = new Map<string, string>();
  async function send(method: Method, url: string, payload?: object) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { host: "turnout.test", origin: testUrl, "user-agent": "Firefox on Linux", ...(cookie && { cookie }) };
    const reply = await server.inject({ method, url, headers, ...(payload && { payload }) });
    for (const line of [reply.headers["set-cookie"] ?? []].flat()) {
      const [name = "", value = ""] = line.split(";", 1)[0]!.split(/=(.*)/s);
      jar.set(name, value);
    }
    return { status: reply.statusCode, body: reply.body === "" ? null : reply.json<PushState & { code: string }>() };
  }
  const state = async () => (await send("GET", "/api/push")).body!;
  return { send, state };
}

async function withAccount() {
  const one = browser();
  const email = `${randomUUID()}@people.test`;
  await db.transaction().execute((tx) => createAccount(tx, { name: "Ada", email, locale: "en", passwordHash }));
  await one.send("POST", "/api/auth/sign-in", { email, password });
  return one;
}

async function withLink() {
  const one = browser();
  const { id, guests } = await aGathering(deps as unknown as World, { guests: 1 });
  const reply = await server.inject({
    method: "GET",
    url: `/i/${await makePersonalLink(db, id, guests[0]!.id)}`,
    headers: { host: "turnout.test" },
  });
  const cookie = [reply.headers["set-cookie"] ?? []].flat().map((line) => line.split(";", 1)[0]!);
  expect(cookie).toHaveLength(1);
  const send: typeof one.send = async (method, url, payload) => {
    const headers = { host: "turnout.test", origin: testUrl, cookie: cookie[0]! };
    const answer = await server.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json<PushState & { code: string }>() };
  };
  return { send, state: async () => (await send("GET", "/api/push")).body! };
}

const serverKey = (await browser().state()).serverKey!;
let made = 0;
function subscription(changed: object = {}) {
  const { endpoint, p256dh, auth } = aBrowser(`https://push.example/${made++}`);
  return { endpoint, p256dh, auth, serverKey, locale: "de", hidesDetails: true, ...changed };
}

describe.each([
  ["an account", withAccount],
  ["a guest who came by a link", withLink],
])("a browser of %s", (_whose, open) => {
  test("subscribes, finds itself, and stops it", async () => {
    const one = await open();
    expect((await one.state()).browsers).toEqual([]);
    const given = subscription();
    const { status, body } = await one.send("PUT", "/api/push", given);
    expect(status).toBe(200);
    const id = subscriptionId(given.endpoint);
    expect(body!.browsers).toMatchObject([{ id, hidesDetails: true, locale: "de", reachedAt: null }]);
    expect((await one.state()).browsers).toEqual(body!.browsers);
    expect((await one.send("DELETE", `/api/push/${id}`)).status).toBe(200);
    expect((await one.state()).browsers).toEqual([]);
  });

  test("shows nothing to others, who cannot end it; ending what is not there is no failure", async () => {
    const [one, other] = [await open(), await withAccount()];
    const given = subscription();
    await one.send("PUT", "/api/push", given);
    const id = subscriptionId(given.endpoint);
    expect((await other.state()).browsers).toEqual([]);
    expect((await other.send("DELETE", `/api/push/${id}`)).status).toBe(200);
    expect((await one.state()).browsers).toHaveLength(1);
  });

  test("has a new address in place of the one before", async () => {
    const one = await open();
    const [before, after] = [subscription(), subscription()];
    await one.send("PUT", "/api/push", before);
    await one.send("PUT", "/api/push", { ...after, replaces: before.endpoint });
    expect((await one.state()).browsers.map(({ id }) => id)).toEqual([subscriptionId(after.endpoint)]);
  });
});

test("a browser that nobody knows is asked to sign in", async () => {
  expect(await browser().send("PUT", "/api/push", subscription())).toMatchObject({ status: 401, body: { code: "sign_in_required" } });
});

test.each([
  ["a push service in our own network", { endpoint: "https://10.0.0.1/1" }, 403],
  ["a push service on this machine", { endpoint: "https://localhost:8443/1" }, 403],
  ["a push service without encryption", { endpoint: "http://push.example/1" }, 403],
  ["a key beside the curve", { p256dh: Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]).toString("base64url") }, 403],
  ["a key that is none", { p256dh: "x" }, 400],
  ["a short secret", { auth: "x" }, 400],
  ["an address without an end", { endpoint: `https://push.example/${"x".repeat(1_000)}` }, 400],
  ["another server's key", { serverKey: "B".padEnd(87, "A") }, 409],
])("%s is refused", async (_what, changed, status) => {
  const one = await withAccount();
  expect((await one.send("PUT", "/api/push", subscription(changed))).status).toBe(status);
  expect((await one.state()).browsers).toEqual([]);
});

test("signing out ends what was asked for in that session", async () => {
  const one = await withAccount();
  const given = subscription();
  await one.send("PUT", "/api/push", given);
  await one.send("POST", "/api/auth/sign-out", {});
  const { rows } = await sql`select id from push_subscriptions where id = ${subscriptionId(given.endpoint)}`.execute(db);
  expect(rows).toEqual([]);
});

test("where the operator has switched it off, there is no key, and nobody can subscribe", async () => {
  const off = await testApp({ webPush: false });
  const headers = { host: "turnout.test", origin: testUrl };
  const state = await off.server.inject({ method: "GET", url: "/api/push", headers });
  expect(state.json()).toEqual({ serverKey: null, browsers: [] });
  const reply = await off.server.inject({ method: "PUT", url: "/api/push", headers, payload: subscription() });
  expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([409, "push_key_changed"]);
});
