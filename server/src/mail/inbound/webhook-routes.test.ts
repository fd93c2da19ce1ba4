import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { changeable } from "../../changing.ts";
import { createHttpServer } from "../../http/server.ts";
import { createLogger } from "../../telemetry/logging.ts";
import { afterFile } from "../../testing/after-file.ts";
import { testApp, testUrl } from "../../testing/test-app.ts";
import { MAX_INBOUND_BYTES } from "./smtp-listener.ts";
import { SIGNATURE_TOLERANCE, signatureFor, WEBHOOK_PATH, webhookRoutes, type WebhookVerdict } from "./webhook-routes.ts";

const [secret, next] = [randomUUID(), randomUUID()];
const now = new Date("2027-06-01T10:00:00Z");
const secrets = changeable(secret);
const taken: string[] = [];
let verdict: WebhookVerdict | Error = "taken";

const server = await createHttpServer({ publicUrl: testUrl, trustedHops: 0, logger: createLogger("silent") });
webhookRoutes(server, {
  secret: secrets,
  now: () => now,
  async take(raw) {
    if (verdict instanceof Error) throw verdict;
    taken.push(String(raw));
    return verdict;
  },
});
await server.ready();
afterFile(() => server.close());

interface Post {
  body?: Buffer | string;
  signature?: string | null;
  type?: string | null;
}

async function post({ body = "Subject: x\r\n\r\nYes", signature, type = "message/rfc822" }: Post = {}) {
  const raw = Buffer.from(body);
  const signed = signature === undefined ? signatureFor(secret, raw, now) : signature;
  const headers = { host: "turnout.test", ...(type && { "content-type": type }), ...(signed !== null && { "turnout-signature": signed }) };
  taken.length = 0;
  const reply = await server.inject({ method: "POST", url: WEBHOOK_PATH, headers, payload: raw });
  return { status: reply.statusCode, problem: reply.body ? reply.json() : null, headers: reply.headers };
}

const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const body = Buffer.from("Subject: x\r\n\r\nYes");

describe("a mail is taken from whoever holds the secret", () => {
  test("as it is, byte by byte", async () => {
    const raw = Buffer.from([...Buffer.from("Subject: \r\n\r\n"), 0, 0xff, 0x0a]);
    expect(await post({ body: raw })).toMatchObject({ status: 204, problem: null });
    expect(taken).toEqual([String(raw)]);
  });

  test.each<[string, Post, RegExp]>([
    ["no signature", { signature: null }, /is missing/],
    ["one in another form", { signature: "v1=00" }, /is missing, or is not t=/],
    ["one with another secret", { signature: signatureFor(next, body, now) }, /not that of this body/],
    ["one of another body", { signature: signatureFor(secret, Buffer.from("x"), now) }, /not that of this body/],
    [
      "another time than the signed one",
      { signature: signatureFor(secret, body, inSeconds(-1)).replace(/t=\d+/, `t=${now.getTime() / 1_000}`) },
      /not that/,
    ],
    ["one from too long ago", { signature: signatureFor(secret, body, inSeconds(-SIGNATURE_TOLERANCE - 1)) }, /more than 300 seconds ago/],
    [
      "one from a clock that is too fast",
      { signature: signatureFor(secret, body, inSeconds(SIGNATURE_TOLERANCE + 1)) },
      /a clock that is wrong/,
    ],
  ])("and not with %s", async (_what, given, why) => {
    const { status, problem, headers } = await post(given);
    expect([status, headers["content-type"]]).toEqual([401, expect.stringContaining("application/problem+json")]);
    expect(problem).toMatchObject({ code: "invalid_request", detail: expect.stringMatching(why) });
    expect(taken).toEqual([]);
  });

  test.each([-SIGNATURE_TOLERANCE, SIGNATURE_TOLERANCE])("signed %i seconds from now", async (seconds) => {
    expect(await post({ signature: signatureFor(secret, body, inSeconds(seconds)) })).toMatchObject({ status: 204 });
  });

  test("signed with either secret while it is replaced, and with the new one alone after that", async () => {
    const statuses = () => Promise.all([secret, next].map(async (one) => (await post({ signature: signatureFor(one, body, now) })).status));
    expect(await statuses()).toEqual([204, 401]);
    secrets.set(`${next}\n${secret}`);
    expect(await statuses()).toEqual([204, 204]);
    secrets.set(next);
    expect(await statuses()).toEqual([401, 204]);
    secrets.set(secret);
  });
});

describe("what cannot be taken is answered with a problem", () => {
  test("a mail that is too large, and the largest that is not", async () => {
    expect(await post({ body: Buffer.alloc(MAX_INBOUND_BYTES, "x") })).toMatchObject({ status: 204 });
    expect(await post({ body: Buffer.alloc(MAX_INBOUND_BYTES + 1, "x") })).toMatchObject({ status: 413, problem: { code: "too_large" } });
  });

  test.each([["application/json"], ["multipart/form-data"], [null]])("a body of another type (%s)", async (type) => {
    expect(await post({ type })).toMatchObject({ status: 415 });
    expect(taken).toEqual([]);
  });

  test.each<[string, WebhookVerdict, RegExp]>([
    ["nobody's", "unknown", /Nobody has this address/],
    ["that reaches nobody", "refused", /nothing in this mail/],
  ])("a mail that is %s: posting it again would not help", async (_what, given, why) => {
    verdict = given;
    expect(await post()).toMatchObject({ status: 422, problem: { detail: expect.stringMatching(why) } });
    verdict = "taken";
  });

  test("while the database is away, it may be posted again", async () => {
    verdict = Object.assign(new Error("away"), { code: "57P01" });
    expect(await post()).toMatchObject({ status: 503, problem: { code: "unavailable" }, headers: { "retry-after": "1" } });
    verdict = "taken";
  });
});

test("there is no such place where it is not set up", async () => {
  const inbound = { inboundAddress: "rsvp@in.turnout.test", inboundWebhookSecret: secret };
  const statusOf = async (options: Partial<typeof inbound>) => {
    const app = await testApp(options);
    const headers = { host: "turnout.test", "content-type": "message/rfc822" };
    return (await app.server.inject({ method: "POST", url: WEBHOOK_PATH, headers, payload: "x" })).statusCode;
  };
  expect([await statusOf(inbound), await statusOf({}), await statusOf({ inboundAddress: inbound.inboundAddress })]).toEqual([
    401, 404, 404,
  ]);
});
