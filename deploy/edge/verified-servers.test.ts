import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { changeable } from "../../server/src/changing.ts";
import { LIVE_PATH } from "../../server/src/realtime/socket.ts";
import { afterFile } from "../../server/src/testing/after-file.ts";
import { makeAuthority, makeSelfSigned } from "../../server/src/testing/certificate-authority.ts";
import { skipWithout } from "../../server/src/testing/child-server.test-support.ts";
import { listening } from "../../server/src/testing/live-client.ts";
import { testApp, testUrl } from "../../server/src/testing/test-app.ts";
import { until } from "../../server/src/testing/until.ts";
import type { KeyPair } from "../../server/src/tls/key-pair.ts";
import { makeCertificate, startHaproxy, startNginx } from "./proxies.test-support.ts";

const NAME = "api.turnout.test";
const HOUR = 3_600_000;
const { host } = new URL(testUrl);
const programs = { nginx: { start: startNginx, refusal: 502 }, haproxy: { start: startHaproxy, refusal: 503 } };
const missing = process.platform === "win32" || skipWithout("openssl");

/** One request on a connection of its own. */
async function get(port: number, more: Record<string, string> = {}) {
  const reply = await new Promise<IncomingMessage>((done, fail) =>
    request({ host: "127.0.0.1", port, path: "/api/auth/session", agent: false, headers: { host, ...more } }, done)
      .on("error", fail)
      .end(),
  );
  return { status: reply.statusCode, body: await text(reply) };
}

describe.each(["nginx", "haproxy"] as const)("%s, which speaks TLS to servers,", (program) => {
  describe.skipIf(missing || skipWithout(program))("with the configuration of this folder", async () => {
    const { start, refusal } = programs[program];
    const folder = mkdtempSync(join(tmpdir(), "turnout-verified-"));
    afterFile(() => rmSync(folder, { recursive: true, force: true }));
    const authority = makeAuthority();
    const ca = join(folder, "ca.crt");
    writeFileSync(ca, authority.certificate);
    const named = { names: `DNS:${NAME}` };
    const pair = changeable(authority.issue(named));
    const app = await testApp({ tls: pair, trustedHops: 1 });
    const encrypted = await listening(app);
    const plain = await listening(await testApp({ trustedHops: 1 }));
    const reached: unknown[] = [];
    app.server.server.on("request", ({ headers }: IncomingMessage) => reached.push(headers["x-asked"]));
    const front = makeCertificate();
    const before = (server: number, name = NAME) => start([server], front, { ca, name });

    test("passes requests and sockets on to the server whose certificate it verifies", async () => {
      const { plain: port } = await before(encrypted);
      await until(async () => expect(await get(port)).toMatchObject({ status: 200 }));
      const socket = new WebSocket(`ws://127.0.0.1:${port}${LIVE_PATH}`, { headers: { host, origin: testUrl } });
      onTestFinished(() => socket.terminate());
      await once(socket, "open");
      socket.ping("are you there");
      expect(String((await once(socket, "pong"))[0])).toBe("are you there");
    });

    test("goes on while the server's certificate is replaced: no request fails, and an open socket stays", async () => {
      const { plain: port } = await before(encrypted);
      await until(async () => expect(await get(port)).toMatchObject({ status: 200 }));
      const socket = new WebSocket(`ws://127.0.0.1:${port}${LIVE_PATH}`, { headers: { host, origin: testUrl } });
      onTestFinished(() => socket.terminate());
      await once(socket, "open");
      const statuses: (number | undefined)[] = [];
      for (let times = 0; times < 5; times++) {
        pair.set(authority.issue(named));
        for (const { status } of await Promise.all(Array.from({ length: 10 }, () => get(port)))) statuses.push(status);
      }
      expect(new Set(statuses)).toEqual(new Set([200]));
      socket.ping("still there");
      expect(String((await once(socket, "pong"))[0])).toBe("still there");
    });

    test.each<[string, () => KeyPair]>([
      ["has expired", () => authority.issue({ ...named, until: new Date(Date.now() - HOUR) })],
      ["is by a foreign authority", () => makeAuthority("Foreign authority").issue(named)],
      ["is for another name", () => authority.issue({ names: "DNS:elsewhere.test" })],
      ["is signed by itself", makeSelfSigned],
    ])("refuses a server whose certificate %s: nothing reaches it", async (_, wrong) => {
      pair.set(wrong());
      // Named, since a proxy from before may still be looking whether the server is there.
      const asked = randomUUID();
      const { plain: port } = await before(encrypted);
      for (let times = 0; times < 3; times++) expect(await get(port, { "x-asked": asked })).toMatchObject({ status: refusal });
      expect(reached).not.toContain(asked);
      pair.set(authority.issue(named)); // control: it is the certificate
      await until(async () => expect(await get(port, { "x-asked": asked })).toMatchObject({ status: 200 }));
      expect(reached).toContain(asked);
    });

    test("does not fall back to a server that does not encrypt; control: without these settings it passes on to it", async () => {
      const { plain: port } = await before(plain);
      for (let times = 0; times < 3; times++) expect(await get(port)).toMatchObject({ status: refusal });
      const { plain: open } = await start([plain], front);
      await until(async () => expect(await get(open)).toMatchObject({ status: 200 }));
    });
  });
});

const balancer = "haproxy";
test.skipIf(skipWithout(balancer) || missing)("HAProxy does not start with an authority and no name, and says so", () => {
  const folder = mkdtempSync(join(tmpdir(), "turnout-verified-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const ca = join(folder, "ca.crt");
  writeFileSync(ca, makeAuthority().certificate);
  const check = (more: Record<string, string>) => {
    const env = { PATH: process.env.PATH, BIND: "127.0.0.1:1", SERVER_1: "127.0.0.1:2", SERVER_CA: ca, ...more };
    const { status, stderr } = spawnSync(balancer, ["-c", "-f", join(import.meta.dirname, "haproxy.cfg")], { env, encoding: "utf8" });
    return { status, stderr };
  };
  expect(check({})).toMatchObject({ status: 1, stderr: expect.stringContaining("SERVER_NAME is missing") });
  expect(check({ SERVER_NAME: NAME })).toMatchObject({ status: 0 });
});
