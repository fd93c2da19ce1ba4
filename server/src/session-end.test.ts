import type { AddressInfo } from "node:net";
import { CLOSE } from "@turnout/contract/live";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { createAccount } from "./accounts/accounts.ts";
import { hashPassword } from "./accounts/password-hash.ts";
import { testApp } from "./testing/test-app.ts";
import { unswept } from "./testing/unswept.ts";

const password = "tangerine-kayak-7";
const publicUrl = "http://turnout.test";

const app = await testApp({ publicUrl, clock: unswept });
const { db } = app.deps;
await app.server.listen({ port: 0, host: "127.0.0.1" });
const { port } = app.server.server.address() as AddressInfo;

/** Another process on the same database, without a bus between them. */
const deaf = await testApp({ publicUrl, database: { db, url: "", embedded: false, close: async () => {} } });
await deaf.server.listen({ port: 0, host: "127.0.0.1" });
const { port: deafPort } = deaf.server.server.address() as AddressInfo;

await db
  .transaction()
  .execute(async (tx) =>
    createAccount(tx, { name: "Ada", email: "ada@example.org", locale: "en", passwordHash: await hashPassword(password) }),
  );

async function send(method: "POST" | "PUT" | "DELETE", path: string, cookie: string | null, payload?: object) {
  const headers = { host: "turnout.test", origin: publicUrl, ...(cookie && { cookie }) };
  const response = await app.server.inject({ method, url: `/api/auth/${path}`, headers, ...(payload && { payload }) });
  expect([path, response.statusCode]).toEqual([path, 200]);
  return response;
}

/** Another browser in which Ada is signed in, with an open socket. */
async function atHome(through = port) {
  const response = await send("POST", "sign-in", null, { email: "ada@example.org", password });
  const cookie = String(response.headers["set-cookie"]).split(";")[0]!;
  const socket = new WebSocket(`ws://127.0.0.1:${through}/live`, { headers: { host: "turnout.test", origin: publicUrl, cookie } });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  return { cookie, socket, closed };
}

type Home = Awaited<ReturnType<typeof atHome>>;

const expectClosed = async ({ closed }: Home) => expect(await closed).toBe(CLOSE.sessionEnded);

test("signing out closes the sockets of that browser, and no others", async () => {
  const [one, other] = [await atHome(), await atHome()];
  await send("POST", "sign-out", one.cookie);
  await expectClosed(one);
  expect(other.socket.readyState).toBe(WebSocket.OPEN);
  other.socket.close();
});

test("changing the password closes the sockets of all browsers", async () => {
  const [one, other] = [await atHome(), await atHome()];
  await send("PUT", "password", one.cookie, { currentPassword: password, newPassword: "quiet-harbour-lamp" });
  await Promise.all([expectClosed(one), expectClosed(other)]);
  const again = await send("POST", "sign-in", null, { email: "ada@example.org", password: "quiet-harbour-lamp" });
  const cookie = String(again.headers["set-cookie"]).split(";")[0]!;
  await send("PUT", "password", cookie, { currentPassword: "quiet-harbour-lamp", newPassword: password });
});

test("ending all other sessions closes their sockets", async () => {
  const [one, other] = [await atHome(), await atHome()];
  await send("DELETE", "sessions", one.cookie);
  await expectClosed(other);
  expect(one.socket.readyState).toBe(WebSocket.OPEN);
  one.socket.close();
});

test("deleting an account closes all of its sockets", async () => {
  const [one, other] = [await atHome(), await atHome()];
  await send("DELETE", "account", one.cookie);
  await Promise.all([expectClosed(one), expectClosed(other)]);
});

test("a process that misses the message closes the session's sockets when it next looks, and no others", async () => {
  await db
    .transaction()
    .execute(async (tx) =>
      createAccount(tx, { name: "Ada", email: "ada@example.org", locale: "en", passwordHash: await hashPassword(password) }),
    );
  const [one, other] = [await atHome(deafPort), await atHome(deafPort)];
  await send("POST", "sign-out", one.cookie);
  expect(one.socket.readyState).toBe(WebSocket.OPEN);
  await expectClosed(one);
  expect(other.socket.readyState).toBe(WebSocket.OPEN);
  other.socket.close();
});
