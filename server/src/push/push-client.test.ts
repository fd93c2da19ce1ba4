import { expect, test } from "vitest";
import { afterFile } from "../testing/after-file.ts";
import { MAX_PLAINTEXT } from "./encrypt.ts";
import type { Resolve } from "./endpoint.ts";
import { pushKeys } from "./keys.ts";
import { createPushClient, MAX_RETRY_AFTER, PUSH_CONNECTIONS, type PushEnvelope, type PushOutcome } from "./push-client.ts";
import { aBrowser, aPushService, type PushBehaviour } from "./push-service.test-support.ts";

const keys = pushKeys("a secret that is long enough for tests");
const now = () => new Date("2027-01-01T12:00:00Z");
const service = await aPushService();
const options = { keys, contact: "https://turnout.example", now, reach: "ownMachine" } as const;
const client = createPushClient(options);
/** For services that do not answer, and for no other: on a busy machine any answer can be that late. */
const hasty = createPushClient({ ...options, timeout: 500 });
const envelope: PushEnvelope = { ttl: 3_600, urgency: "high", topic: "event-1" };
afterFile(() => [client, hasty].forEach((one) => one.close()));

let browsers = 0;
const send = (browser: ReturnType<typeof service.browser>, message = "Hello", by = client) =>
  by.send(browser, Buffer.from(message), envelope);
function after(...behaviours: PushBehaviour[]) {
  const name = `browser-${browsers++}`;
  service.plans[name] = behaviours;
  return service.browser(name);
}

test("a message reaches its browser: encrypted, with how long and how urgently it is wanted, and who sends it", async () => {
  const browser = after("takes");
  expect(await send(browser, "Grüße 🎉")).toEqual({ type: "taken" });
  const { headers, body, claims, key } = service.received.at(-1)!;
  expect(browser.read(body)).toBe("Grüße 🎉");
  expect(headers).toMatchObject({ ttl: "3600", urgency: "high", topic: "event-1", "content-encoding": "aes128gcm" });
  expect(claims).toEqual({ aud: service.origin, exp: now().getTime() / 1_000 + 12 * 3_600, sub: "https://turnout.example" });
  expect(key).toBe(client.publicKey);
});

const later = (because: string, after: number | null = null): PushOutcome => ({ type: "later", after, because });
const refused = (because: string, forOperator = false): PushOutcome => ({ type: "refused", because, forOperator });

test.each<[string, PushBehaviour, PushOutcome]>([
  ["201 without a body", "takes without a body", { type: "taken" }],
  ["201, and then a cut", "cuts the answer", { type: "taken" }],
  ["201, and a body without an end", "drips for ever", { type: "taken" }],
  ["201 with a huge body", { status: 201, body: "x".repeat(5_000_000) }, { type: "taken" }],
  ["202", { status: 202 }, { type: "taken" }],
  ["404", { status: 404 }, { type: "gone" }],
  ["410", { status: 410, body: "gone" }, { type: "gone" }],
  ["413", { status: 413 }, { type: "tooLarge" }],
  ["429 with seconds", { status: 429, headers: { "retry-after": "120" } }, later("429", 120_000)],
  ["429 with a date", { status: 429, headers: { "retry-after": "Fri, 01 Jan 2027 12:01:00 GMT" } }, later("429", 60_000)],
  ["429 with a date that is past", { status: 429, headers: { "retry-after": "Fri, 01 Jan 2021 12:01:00 GMT" } }, later("429", 0)],
  ["429 with years", { status: 429, headers: { "retry-after": "99999999999" } }, later("429", MAX_RETRY_AFTER)],
  ["429 with nonsense", { status: 429, headers: { "retry-after": "soon" } }, later("429")],
  ["500", { status: 500 }, later("500")],
  ["503 with seconds", { status: 503, headers: { "retry-after": "5" } }, later("503", 5_000)],
  ["a cut", "cuts", later("ECONNRESET")],
  ["no answer", "hangs", later("ETIMEDOUT")],
  ["400", { status: 400, body: "bad request" }, refused("400")],
  ["401", { status: 401 }, refused("401", true)],
  ["403", { status: 403 }, refused("403", true)],
])("what is made of %s", async (_what, behaviour, outcome) => {
  expect(await send(after(behaviour), undefined, behaviour === "hangs" ? hasty : client)).toEqual(outcome);
});

test.each([301, 302, 307, 308])("a redirect (%d) is not followed", async (status) => {
  const target = after("takes");
  const before = service.received.length;
  expect(await send(after({ status, headers: { location: target.endpoint } }))).toEqual(refused(String(status)));
  expect(service.received).toHaveLength(before + 1);
});

test("a service that hangs holds only what is sent to it, and nothing beyond its time", async () => {
  const outcomes = await Promise.all(Array.from({ length: PUSH_CONNECTIONS }, () => send(after("hangs"), undefined, hasty)));
  expect(outcomes).toEqual(outcomes.map(() => later("ETIMEDOUT")));
  // If what hung still held its connections, no message would get one.
  await expect.poll(() => send(after("takes"), undefined, hasty)).toEqual({ type: "taken" });
});

test("an unused connection is given up, also where the service never hangs up", async () => {
  const tidy = createPushClient({ ...options, idle: 100 });
  afterFile(() => tidy.close());
  expect(await send(after("takes"), undefined, tidy)).toEqual({ type: "taken" });
  const { socket } = service.received.at(-1)!;
  expect(socket.destroyed).toBe(false); // control: it is kept at first
  await expect.poll(() => socket.destroyed).toBe(true);
});

test("a longest message is taken whole", async () => {
  const browser = after("takes");
  expect(await send(browser, "x".repeat(MAX_PLAINTEXT))).toEqual({ type: "taken" });
  expect(service.received.at(-1)!.body).toHaveLength(4_096);
});

test("a server connects neither to itself nor to anything in its network, whatever a name leads to", async () => {
  const resolve: Resolve = (_name, done) => done(null, [{ address: "127.0.0.1", family: 4 }]);
  const strict = createPushClient({ keys, contact: "https://turnout.example", now, resolve });
  afterFile(() => strict.close());
  const before = service.received.length;
  expect(await strict.send(service.browser("own"), Buffer.from("Hello"), envelope)).toEqual({ type: "gone" });
  // A name of the public internet that leads here: localtest.me and its like.
  expect(await strict.send(aBrowser("https://push.example/1"), Buffer.from("Hello"), envelope)).toEqual(later("NotPublic"));
  expect(service.received).toHaveLength(before);
});
