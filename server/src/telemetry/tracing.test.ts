import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { request as send, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import * as conventions from "@opentelemetry/semantic-conventions/incubating";
import { expect, test } from "vitest";
import { postMessage } from "../chat/commands.ts";
import { testDatabase } from "../db/test-database.ts";
import { skipWithoutRedis, testRedis } from "../redis/redis-server.test-support.ts";
import { follow, guestCookie, listening, reaches, snapshotOf } from "../testing/live-client.ts";
import { testUrl } from "../testing/test-app.ts";
import { aGathering, asUser } from "../testing/world.ts";
import { until } from "../testing/until.ts";
import { createLogger } from "./logging.ts";
import { MAX_LINKS } from "./open-telemetry.ts";
import { otlpReceiver, type Span } from "./otlp-receiver.test-support.ts";
import { traceStatements } from "./trace-statements.ts";
import { tracedApp } from "./traced-app.test-support.ts";
import type { Tracing } from "./tracing.ts";

const { url } = await testDatabase();
const host = new URL(testUrl).host;
const [SERVER, CLIENT, PRODUCER] = [2, 3, 4];
const ERROR = 2;
const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const proxySpan = "00f067aa0ba902b7";
const sampled = `00-${traceId}-${proxySpan}-01`;
const known = new Set(Object.entries(conventions).flatMap(([name, value]) => (name.startsWith("ATTR_") ? [value as string] : [])));

type App = Awaited<ReturnType<typeof tracedApp>>["app"];

/** A guest's message, over the network: fetch would not let us say which host is asked. */
async function say(port: number, { eventId, cookie }: { eventId: string; cookie: string }, headers: Record<string, string>) {
  const asked = send({
    port,
    method: "POST",
    path: `/api/events/${eventId}/messages`,
    headers: { host, origin: testUrl, cookie, "content-type": "application/json", ...headers },
  });
  asked.end(JSON.stringify({ commandId: randomUUID(), text: "hello", replyTo: null }));
  const [reply] = (await once(asked, "response")) as [IncomingMessage];
  return { status: reply.statusCode, body: JSON.parse(await text(reply)) as { seq: number } };
}

async function aGuest(app: App) {
  const { id, guests, host: who } = await aGathering({ ...app.deps, hints: [] } as never, { guests: 1 });
  return { eventId: id, cookie: await guestCookie(app, id, guests[0]!.id), host: who };
}

const named = (spans: Span[], name: string) => {
  const found = spans.filter((span) => span.name === name);
  expect(
    found.map((span) => span.name),
    spans.map((span) => span.name).join(", "),
  ).toEqual([name]);
  return found[0]!;
};

test.skipIf(skipWithoutRedis)(
  "a message is one trace: proxy, request, command, batch, round trips, and what is sent by this process and another",
  async () => {
    const receiver = await otlpReceiver();
    const redis = await testRedis();
    const lines: Record<string, unknown>[] = [];
    const logger = createLogger("info", { destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) } });
    const settings = { endpoint: receiver.endpoint };
    const one = await tracedApp({ url, settings, redisUrl: redis.url, logger });
    const other = await tracedApp({ url, settings, redisUrl: redis.url });
    const [port, otherPort] = [await listening(one.app), await listening(other.app)];
    const guest = await aGuest(one.app);
    const snapshot = await snapshotOf(one.app, guest.eventId, guest.cookie);
    const readers = await Promise.all([port, otherPort].map((at) => follow(at, snapshot, guest.eventId, guest.cookie)));
    await until(() => expect([one, other].every(({ app }) => app.bus.isConnected())).toBe(true));

    const { status, body } = await say(port, guest, { traceparent: sampled });
    expect(status).toBe(200);
    await Promise.all(readers.map((reader) => reader.until(reaches(body.seq))));
    await Promise.all([one, other].map(({ tracing }) => tracing.close()));

    const spans = receiver.spans.filter((span) => span.traceId === traceId);
    const request = named(spans, "POST /api/events/:eventId/messages");
    expect(request).toMatchObject({ kind: SERVER, parentSpanId: proxySpan, attributes: { "http.response.status_code": 200 } });
    const command = named(spans, "command postMessage");
    expect(command).toMatchObject({ parentSpanId: request.spanId, attributes: { "turnout.outcome": "accepted" } });
    const batch = named(spans, "commit batch");
    expect(batch).toMatchObject({ parentSpanId: command.spanId, attributes: { "turnout.batch.commands": 1 } });
    for (const roundTrip of ["lock and read", "write and commit"])
      expect(named(spans, roundTrip)).toMatchObject({
        parentSpanId: batch.spanId,
        kind: CLIENT,
        attributes: { "db.system.name": "postgresql", "db.operation.name": "BATCH" },
      });
    const asked = spans.filter(({ parentSpanId, kind }) => parentSpanId === request.spanId && kind === CLIENT);
    expect(asked.map(({ attributes }) => attributes["db.operation.name"])).toContain("SELECT");
    const sends = spans.filter(({ name }) => name === "deliver entries");
    expect(sends.map(({ parentSpanId, kind }) => ({ parentSpanId, kind }))).toEqual(
      Array.from({ length: 2 }, () => ({ parentSpanId: command.spanId, kind: PRODUCER })),
    );
    for (const { attributes } of sends) expect(attributes).toMatchObject({ "turnout.entries": 1, "turnout.subscribers": 1 });
    for (const span of spans) expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano));

    const names = new Set(receiver.spans.flatMap(({ attributes }) => Object.keys(attributes)));
    expect([...names, ...Object.keys(receiver.resource)].filter((name) => !known.has(name) && !name.startsWith("turnout."))).toEqual([]);
    expect(receiver.resource).toMatchObject({ "service.name": "turnout", "service.version": "0.1.0" });
    expect(lines.find((line) => line.message === "request" && line["http.request.method"] === "POST")).toMatchObject({
      "trace.id": traceId,
    });
  },
);

test("commands of one transaction are recorded by their own traces, linked with the one that has the transaction", async () => {
  const receiver = await otlpReceiver();
  const { app, tracing } = await tracedApp({ url, settings: { endpoint: receiver.endpoint, sampler: "always_on" } });
  const { eventId, host: author } = await aGuest(app);
  const requests = Array.from({ length: MAX_LINKS + 20 }, () => tracing.begin(null, () => ({ name: "GET /", kind: "server" }))!);
  await Promise.all(
    requests.map((span) =>
      tracing.within(span, () => {
        const input = { commandId: randomUUID(), text: "hello", replyTo: null };
        return app.deps.changeEvent(eventId, postMessage, input, asUser(author));
      }),
    ),
  );
  await tracing.close();
  const commands = receiver.spans.filter(({ name }) => name === "command postMessage");
  expect(new Set(commands.map((span) => span.traceId))).toEqual(new Set(requests.map((span) => span.traceId)));
  const batch = receiver.spans.find(
    ({ name, attributes }) => name === "commit batch" && attributes["turnout.batch.commands"] === requests.length,
  )!;
  const [first, ...others] = commands.filter((span) => span.spanId === batch.parentSpanId || span.links.length > 0);
  expect(others.length).toBe(requests.length - 1);
  expect(first!.spanId).toBe(batch.parentSpanId);
  for (const span of others) expect(span.links).toMatchObject([{ traceId: batch.traceId, spanId: batch.spanId }]);
  expect(batch.links.length, "a span has so many links at most").toBe(MAX_LINKS);
});

test("what fails is marked with a class or a code, and with no words of an error", async () => {
  const receiver = await otlpReceiver();
  const { app, tracing } = await tracedApp({ url, settings: { endpoint: receiver.endpoint } });
  const { eventId, host: author } = await aGuest(app);
  const span = tracing.begin(null, () => ({ name: "GET /", kind: "server" }))!;
  const broken = {
    name: "breaks",
    needs: () => [],
    decide: () => {
      throw new TypeError("a value of somebody's");
    },
  };
  await tracing.within(span, async () => {
    await expect(
      app.deps.db
        .selectFrom("nothing" as "events")
        .selectAll()
        .execute(),
    ).rejects.toThrow("does not exist");
    await expect(app.deps.changeEvent(eventId, broken as never, { commandId: randomUUID() }, asUser(author))).rejects.toThrow(TypeError);
  });
  span.end();
  await tracing.close();
  const failed = receiver.spans.filter(({ status }) => status.code === ERROR);
  expect(failed.map(({ name, attributes }) => [name, attributes["error.type"]])).toEqual(
    expect.arrayContaining([
      ["SELECT nothing", "42P01"],
      ["command breaks", "TypeError"],
    ]),
  );
  expect(receiver.bodies.join()).not.toContain("somebody's");
});

/** How many requests of so many are recorded, each with this header. */
async function recordedOf(
  count: number,
  settings: object,
  { traceparent, trustedHops = 1 }: { traceparent?: string; trustedHops?: number } = {},
) {
  const receiver = await otlpReceiver();
  const { app, tracing } = await tracedApp({ url, settings: { endpoint: receiver.endpoint, ...settings }, trustedHops });
  const headers = { host, ...(traceparent && { traceparent }) };
  for (let asked = 0; asked < count; asked++) await app.server.inject({ method: "GET", url: "/api/auth/session", headers });
  await tracing.close();
  return receiver.spans.filter(({ name }) => name === "GET /api/auth/session");
}

test("a request is recorded as the sampler says, and of one that is not, neither are its statements", async () => {
  const notSampled = sampled.replace(/01$/, "00");
  const half = await recordedOf(200, { sampler: "parentbased_traceidratio", ratio: 0.5 });
  expect(half.length).toBeGreaterThan(50);
  expect(half.length).toBeLessThan(150);
  for (const [settings, traceparent, expected] of [
    [{ sampler: "parentbased_traceidratio", ratio: 0 }, sampled, 1],
    [{ sampler: "parentbased_always_off" }, sampled, 1],
    [{ sampler: "parentbased_always_on" }, notSampled, 0],
    [{ sampler: "parentbased_always_off" }, undefined, 0],
    [{ sampler: "always_off" }, sampled, 0],
    [{ sampler: "always_on" }, notSampled, 1],
  ] as const) {
    const spans = await recordedOf(1, settings, { ...(traceparent && { traceparent }) });
    expect(spans.length, JSON.stringify([settings, traceparent])).toBe(expected);
  }
});

test.each(["traceidratio", "parentbased_traceidratio", "always_off"] as const)(
  "what we have recorded is continued elsewhere, and nothing else, with %s as everywhere",
  async (sampler) => {
    const receiver = await otlpReceiver();
    const { tracing } = await tracedApp({ url, settings: { endpoint: receiver.endpoint, sampler, ratio: 0.2 } });
    const beginning = () => ({ name: "work", kind: "internal" as const });
    for (let at = 0; at < 50; at++) {
      const ours = `00-${randomUUID().replaceAll("-", "")}-${proxySpan}`;
      expect(tracing.resume(`${ours}-01`, beginning)).not.toBe(null);
      expect(tracing.resume(`${ours}-00`, beginning)).toBe(null);
    }
    await tracing.close();
  },
);

test("strangers do not say to which trace a request belongs: only behind a trusted proxy it is continued", async () => {
  const settings = { sampler: "always_on" };
  const [stranger] = await recordedOf(1, settings, { traceparent: sampled, trustedHops: 0 });
  expect(stranger!.traceId).not.toBe(traceId);
  expect(stranger!.parentSpanId ?? "").toBe("");
  const [trusted] = await recordedOf(1, settings, { traceparent: sampled, trustedHops: 1 });
  expect(trusted).toMatchObject({ traceId, parentSpanId: proxySpan });
  const [invalid] = await recordedOf(1, settings, { traceparent: "00-xyz" });
  expect(invalid!.traceId).not.toBe(traceId);
});

test("a collector that refuses or is away costs spans, not requests, and is reported once, without what it is sent", async () => {
  const receiver = await otlpReceiver();
  const reported: unknown[] = [];
  const settings = { endpoint: receiver.endpoint, headers: "authorization=Bearer%20canary-token" };
  const { app, tracing } = await tracedApp({ url, settings, onError: (error) => reported.push(error) });
  receiver.answerWith(400);
  const ask = () => app.server.inject({ method: "GET", url: "/api/auth/session", headers: { host, traceparent: sampled } });
  // More than one export takes.
  for (let asked = 0; asked < 600; asked++) expect((await ask()).statusCode).toBe(200);
  await tracing.close();
  expect(receiver.headers.length).toBeGreaterThan(1);
  for (const { authorization } of receiver.headers) expect(authorization).toBe("Bearer canary-token");
  expect(receiver.spans).toEqual([]);
  expect(reported.length).toBe(1);
  expect(String((reported[0] as Error).stack)).not.toContain("canary-token");
  expect((await ask()).statusCode).toBe(200);
});

test("statements are named by what they do and to which table, in few words", async () => {
  const names: string[] = [];
  const span = { end() {} };
  const tracing = {
    current: () => span,
    inside(_: unknown, { name }: { name: string }) {
      names.push(name);
      return span;
    },
  } as unknown as Tracing;
  const client = traceStatements(tracing)({ query: async () => {}, release() {} });
  const texts = [
    'select "id" from "guests" where "email" = $1',
    "\n  with recent as (select id from messages) select * from recent",
    "insert into event_log (id) values ($1)",
    "update guests set name = 'Ada'",
    "select now()",
    "",
  ];
  for (const statement of texts) await client.query(statement, ["Ada"]);
  expect(names).toEqual(["SELECT guests", "WITH messages", "INSERT event_log", "UPDATE guests", "SELECT", "SQL"]);
});

const loaded = (code: string) => `
  import { registerHooks } from "node:module";
  const urls = [];
  registerHooks({ load(url, context, next) { urls.push(url); return next(url, context); } });
  ${code}
  console.log(JSON.stringify(urls));`;

test("without the setting none of OpenTelemetry's SDK is loaded; control: with it, all of it is", async () => {
  const cwd = new URL("../../..", import.meta.url);
  const packages = async (code: string) => {
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", loaded(code)], { cwd });
    const urls = JSON.parse(stdout.trim().split("\n").at(-1)!) as string[];
    return new Set(urls.flatMap((one) => /@opentelemetry\/([^/]+)/.exec(one)?.[1] ?? []));
  };
  const start = 'await import("./server/src/app.ts"); await import("./server/src/run-process.ts");';
  expect([...(await packages(start))].filter((name) => name !== "api")).toEqual([]); // which prom-client asks for
  const settings = { endpoint: "http://127.0.0.1:9", headers: null, sampler: "always_on", ratio: 1 };
  const opened = `const { openTracing } = await import("./server/src/telemetry/open-tracing.ts"); await openTracing(${JSON.stringify(settings)}, () => {});`;
  expect([...(await packages(start + opened))]).toEqual(expect.arrayContaining(["sdk-trace", "exporter-trace-otlp-http", "resources"]));
});
