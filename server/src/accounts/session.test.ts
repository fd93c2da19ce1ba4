import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { accountsWorld, signedUp } from "./accounts-world.test-support.ts";
import { createMemoryBus } from "../realtime/bus.ts";
import { createSessions, LOOK_UPS, SESSION_BELIEVED } from "./session.ts";
import { loginKey, signedToken } from "./session-cookie.ts";

const world = await accountsWorld();
const secureWorld = await accountsWorld({ publicUrl: "https://turnout.test" });

const requestOf = (browser: { jar: Map<string, string> }) => ({
  headers: { cookie: [...browser.jar].map((pair) => pair.join("=")).join("; ") },
});

test("a request and a socket's upgrade tell who is signed in by their cookie", async () => {
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

test("a cookie that was not signed here costs no look-up", async () => {
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

test("many who come back at once are looked up together, each for themselves", async () => {
  const people = await Promise.all(Array.from({ length: 12 }, () => signedUp(world)));
  const sessions = createSessions(world.accounts);
  const asked = vi.spyOn(world.db, "getExecutor");
  const found = await Promise.all(people.map(({ browser }) => sessions.userOf(requestOf(browser))));
  expect(found.map((user) => user?.id)).toEqual(people.map(({ id }) => id));
  expect(asked.mock.calls.length).toBeLessThanOrEqual(LOOK_UPS);
  asked.mockRestore();
  sessions.close();
});

test("only so many sessions are remembered", async () => {
  const [ada, lin] = [await signedUp(world), await signedUp(world)];
  const sessions = createSessions(world.accounts, 1);
  const asked = vi.spyOn(world.db, "getExecutor");
  for (const { browser } of [ada, lin, ada, ada]) await sessions.userOf(requestOf(browser));
  expect(asked).toHaveBeenCalledTimes(3);
  asked.mockRestore();
  sessions.close();
});

test("ending a session is known at once where it ended, at once where the news arrives, and elsewhere within seconds", async () => {
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

test("an answer that was on its way when the session ended is not used", async () => {
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

test("nobody ends, or sees, somebody else's session", async () => {
  const [ada, lin] = [await signedUp(world), await signedUp(world)];
  const session = (await ada.browser.get("sessions")).body.sessions[0]!;
  expect(await lin.browser.send("DELETE", `sessions/${session.id}`)).toMatchObject({ status: 404 });
  expect(await ada.browser.account()).not.toBeNull();
  expect((await lin.browser.get("sessions")).text).not.toContain(session.id);
});

test("no address of a client is kept", async () => {
  await signedUp(world);
  const { rows } = await sql<{ ip_address: string | null }>`select distinct nullif(ip_address, '') as ip_address from sessions`.execute(
    world.db,
  );
  expect(rows).toEqual([{ ip_address: null }]);
});

test("on https, cookies belong to this very host and travel on https only", async () => {
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

test("the cookie is signed as the login library signs it", async () => {
  const ada = await signedUp(world);
  expect(signedToken(ada.browser.jar.get("session")!, loginKey(world.accounts.secret))).toMatch(/^\w{32}$/);
  expect(signedToken(ada.browser.jar.get("session")!, loginKey("another secret"))).toBeNull();
});
