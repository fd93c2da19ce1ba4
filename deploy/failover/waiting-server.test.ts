import { afterAll, expect, onTestFinished, test } from "vitest";
import { makeAuthority } from "../../server/src/testing/certificate-authority.ts";
import { skipWithout } from "../../server/src/testing/child-server.test-support.ts";
import { trust } from "../../server/src/tls/trusted-certificates.ts";
import { startWaitingServer } from "../drills/waiting-server.ts";
import { startReplicated } from "../drills/replicated-postgres.ts";
import { failOver } from "./fail-over.ts";

const { first, second, stop } = await startReplicated();
afterAll(stop);

const settings = { DATABASE_URL: second.server.url, SECRET: "0".repeat(64), PUBLIC_URL: "http://turnout.test" };
const ask = async (port: number, path: string) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: answer.status, text: await answer.text() };
};

test("one that waits ends in order when it is asked to", async () => {
  const waiting = await startWaitingServer(settings);
  expect(await waiting.stop()).toBe(0);
});

test.skipIf(skipWithout("openssl"))("one that has a certificate answers probes by TLS while it waits, and nothing without", async () => {
  const authority = makeAuthority();
  const { cert, key } = authority.issue();
  trust(authority.certificate);
  onTestFinished(() => trust(null));
  const waiting = await startWaitingServer({ ...settings, TLS_CERT: cert, TLS_KEY: key });
  try {
    const answer = await fetch(`https://localhost:${waiting.port}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([503, { status: "unready", reason: "database_standby" }]);
    await expect(ask(waiting.port, "/livez")).rejects.toThrow("fetch failed");
  } finally {
    expect(await waiting.stop()).toBe(0);
  }
});

test("a server whose database is a replica is alive and not ready, serves once it was promoted, and nothing is promoted without its fence", async () => {
  const waiting = await startWaitingServer(settings);
  try {
    const unready = { status: 503, text: '{"status":"unready","reason":"database_standby"}' };
    expect(await ask(waiting.port, "/readyz")).toEqual(unready);
    expect((await ask(waiting.port, "/api/auth/session")).status).toBe(503);
    const plan = { standbyUrl: second.server.url, fence: "true", firstUrl: first.url, readyUrl: `http://127.0.0.1:${waiting.port}/readyz` };
    await expect(failOver({ ...plan, standbyUrl: "postgresql://nobody@127.0.0.1:1/none" })).rejects.toThrow("does not answer");
    await expect(failOver({ ...plan, fence: "echo no such region >&2; false" })).rejects.toThrow("the fence failed: no such region");
    await expect(failOver(plan)).rejects.toThrow("still takes changes");
    expect(await ask(waiting.port, "/readyz")).toEqual(unready);
    await first.kill();
    expect((await failOver(plan)).epoch).toMatch(/00000002$/);
    expect((await ask(waiting.port, "/readyz")).status).toBe(200);
    await expect(failOver(plan)).rejects.toThrow("it takes changes already");
  } finally {
    expect(await waiting.stop()).toBe(0);
  }
});
