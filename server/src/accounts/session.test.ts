import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { accountsWorld, signedUp } from "./accounts-world.test-support.ts";
import { createMemoryBus } from "../realtime/bus.ts";
import { createSessions, LOOK_UPS, SESSION_BELIEVED } from "./session.ts";
import { loginKey, signedToken } from "./session-cookie.ts";
import { signingSecret } from "../secrets.ts";
import { SESSION_DAYS } from "./session-lifetime.ts";

const world = await accountsWorld();
const secureWorld = await accountsWorld({ publicUrl: "https://turnout.test" });

const requestOf = (browser: { jar: Map<string, string> }) => ({
  headers: { cookie: [...browser.jar].map((pair) => pair.join("=")).join("; ") },
});

test("the cookie of a request and of a socket's upgrade identifies the user", async () => {
  const ada = await signedUp(world);
  expect(await world.accounts.sessions.userOf(requestOf(ada.browser))).toMatchObject({
    id: ada.id,
    name: "Ada",
    email: ada.email,
    emailVerified: true,
    locale: "en",
    sessionId: expect.any(String),
  });
  expect(await world.accounts.sessions.userOf({ headers: {} })).toBeNull();
});

test("a cookie with a wrong signature costs no query", async () => {
  const ada = await signedUp(world);
  const asked = vi.spyOn(world.db, "getExecutor");
  const [token = ""] = decodeURIComponent(ada.browser.jar.get("session")!).split(".");
  for (const cookie of [
    "session=",
    "session=x",
    `session=${token}`,
    `session=${token}.AAAA`,
    "session=%E0%A4%A",
    `session=${token}.${randomBytes(32).toString("base64")}`,
  ]) {
    expect(await world.accounts.sessions.userOf({ headers: { cookie } })).toBeNull();
  }
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
});

test("a burst of requests asks the database once", async () => {
  const ada = await signedUp(world);
  const sessions = createSessions(world.accounts);
  const asked = vi.spyOn(world.db, "getExecutor");
  const found = await Promise.all(Array.from({ length: 50 }, () => sessions.userOf(requestOf(ada.browser))));
  expect(new Set(found.map((user) => user?.id))).toEqual(new Set([ada.id]));
  expect(asked).toHaveBeenCalledTimes(1);
  asked.mockRestore();
  sessions.close();
});

test("concurrent look-ups of many sessions are batched, and each gets its own result", async () => {
  const people = await Promise.all(Array.from({ length: 12 }, () => signedUp(world)));
  const sessions = createSessions(world.accounts);
  const asked = vi.spyOn(world.db, "getExecutor");
  const found = await Promise.all(people.map(({ browser }) => sessions.userOf(requestOf(browser))));
  expect(found.map((user) => user?.id)).toEqual(people.map(({ id }) => id));
  expect(asked.mock.calls.length).toBeLessThanOrEqual(LOOK_UPS);
  asked.mockRestore();
  sessions.close();
});

test("the cache of sessions is bounded", async () => {
  const [ada, lin] = [await signedUp(world), await signedUp(world)];
  const sessions = createSessions(world.accounts, 1);
  const asked = vi.spyOn(world.db, "getExecutor");
  for (const { browser } of [ada, lin, ada, ada]) await sessions.userOf(requestOf(browser));
  expect(asked).toHaveBeenCalledTimes(3);
  asked.mockRestore();
  sessions.close();
});

test("the end of a session takes effect at once in its process and where the message arrives, and elsewhere within seconds", async () => {
  const ada = await signedUp(world);
  const deaf = createSessions({ ...world.accounts, bus: createMemoryBus() });
  const listening = createSessions(world.accounts);
  const request = requestOf(ada.browser);
  await Promise.all([deaf.userOf(request), listening.userOf(request)]);

  await ada.browser.post("sign-out");
  expect(await listening.userOf(request)).toBeNull();
  expect(await deaf.userOf(request)).not.toBeNull();
  world.clock.ahead = SESSION_BELIEVED + 1;
  expect(await deaf.userOf(request)).toBeNull();
  world.clock.ahead = 0;
  listening.close();
});

test("a look-up that was under way when the session ended is not used", async () => {
  const ada = await signedUp(world);
  let arrive = () => {};
  let onTheWay = () => {};
  const asked = new Promise<void>((resolve) => (onTheWay = resolve));
  const arrival = new Promise<void>((resolve) => (arrive = resolve));
  const slow = world.db.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      onTheWay();
      await arrival;
      return result;
    },
  });
  const sessions = createSessions({ ...world.accounts, db: slow });
  const answer = sessions.userOf(requestOf(ada.browser));
  await asked;
  await ada.browser.post("sign-out");
  arrive();
  expect(await answer).toBeNull();
  sessions.close();
});

test("sockets are told which session has ended", async () => {
  const ada = await signedUp(world);
  const user = await world.accounts.sessions.userOf(requestOf(ada.browser));
  world.ended.length = 0;
  await ada.browser.post("sign-out");
  expect(world.ended).toEqual([{ type: "sessionEnded", sessionId: user!.sessionId }]);
});

test("people see where they are signed in, and end one session or all others", async () => {
  const ada = await signedUp(world);
  const [phone, tablet] = [world.browser(), world.browser()];
  await phone.send("POST", "sign-in", { email: ada.email, password: ada.password }, { "user-agent": "A phone" });
  await tablet.send("POST", "sign-in", { email: ada.email, password: ada.password }, { "user-agent": "t".repeat(1000) });

  const { sessions } = (await ada.browser.get("sessions")).body;
  expect(sessions).toHaveLength(3);
  expect(sessions[0]!.current).toBe(true);
  const ofPhone = sessions.find((session) => session.userAgent === "A phone")!;
  expect(await ada.browser.send("DELETE", `sessions/${ofPhone.id}`)).toMatchObject({ status: 200 });
  expect(await ada.browser.send("DELETE", `sessions/${ofPhone.id}`)).toMatchObject({ status: 404, body: { code: "session_not_found" } });
  expect(await phone.account()).toBeNull();
  expect(await tablet.account()).not.toBeNull();

  await ada.browser.send("DELETE", "sessions");
  expect(await tablet.account()).toBeNull();
  expect(await ada.browser.account()).not.toBeNull();
});

test("a session that is too old to go on is not listed", async () => {
  const ada = await signedUp(world);
  await world.browser().post("sign-in", { email: ada.email, password: ada.password });
  const isOther = sql`user_id = ${ada.id} and id <> ${(await ada.browser.get("sessions")).body.sessions[0]!.id}`;
  await sql`update sessions set created_at = now() - ${`${SESSION_DAYS * 24 + 1} hours`}::interval where ${isOther}`.execute(world.db);
  expect((await ada.browser.get("sessions")).body.sessions).toMatchObject([{ current: true }]);
});

test("nobody can end or see another user's session", async () => {
  const [ada, lin] = [await signedUp(world), await signedUp(world)];
  const session = (await ada.browser.get("sessions")).body.sessions[0]!;
  expect(await lin.browser.send("DELETE", `sessions/${session.id}`)).toMatchObject({ status: 404 });
  expect(await ada.browser.account()).not.toBeNull();
  expect((await lin.browser.get("sessions")).text).not.toContain(session.id);
});

test("no client address is stored", async () => {
  await signedUp(world);
  const { rows } = await sql<{ ip_address: string | null }>`select distinct nullif(ip_address, '') as ip_address from sessions`.execute(
    world.db,
  );
  expect(rows).toEqual([{ ip_address: null }]);
});

test("on https, cookies have the __Host- prefix and Secure", async () => {
  const browser = secureWorld.browser();
  await signedUp(secureWorld, undefined, browser);
  expect([...browser.jar.keys()]).toEqual(["__Host-session"]);
  const [line] = (await browser.post("sign-out")).cookies;
  expect(line).toBe("__Host-session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure");
});

test("on http, the cookie is the same but for that", async () => {
  const browser = world.browser();
  const ada = await signedUp(world);
  const { cookies } = await browser.post("sign-in", { email: ada.email, password: ada.password });
  expect(cookies).toHaveLength(1);
  expect(cookies[0]!.replace(/=[^;]+/, "=…")).toBe("session=…; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax");
});

test("the cookie is signed, and with this secret only", async () => {
  const ada = await signedUp(world);
  expect(signedToken(ada.browser.jar.get("session")!, [loginKey(signingSecret(world.accounts.secret))])).toMatch(/^[\w-]{43}$/);
  expect(signedToken(ada.browser.jar.get("session")!, [loginKey("another secret")])).toBeNull();
});

test("a session that an earlier version started goes on", async () => {
  const ada = await signedUp(world);
  const token = "Zk3xq8VYw1nT5rGm2LbP7sHd9JcA4eQf";
  // As the login library of that version wrote it, with this secret.
  const cookie = `session=${token}.0tpDTimAodEFndps24ax33aq7wp9b1ZFY5BVM5KqkVM%3D`;
  await sql`update sessions set token = ${token} where user_id = ${ada.id}`.execute(world.db);
  const sessions = createSessions({ ...world.accounts, secret: "a secret of an earlier version" });
  expect(await sessions.userOf({ headers: { cookie } })).toMatchObject({ id: ada.id });
  expect(await sessions.userOf({ headers: { cookie: cookie.replace("Zk3", "Zk4") } })).toBeNull();
  sessions.close();
});

test("a user who is deleted while signing in gets no session", async () => {
  const ada = await signedUp(world);
  const { throttle } = world.accounts;
  const { passwordWasRight } = throttle;
  throttle.passwordWasRight = async (email, network) => {
    throttle.passwordWasRight = passwordWasRight;
    await sql`delete from users where id = ${ada.id}`.execute(world.db);
    return passwordWasRight(email, network);
  };
  const late = await world.browser().post("sign-in", { email: ada.email, password: ada.password });
  expect(late).toMatchObject({ status: 401, cookies: [] });
});
