import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { InjectOptions } from "fastify";
import { expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { addHost } from "../events/commands.ts";
import { postMessage } from "../chat/commands.ts";
import { testApp, testUrl } from "./test-app.ts";
import { aGathering, asUser } from "./world.ts";

/**
 * Every operation of the API document, with each query parameter, path parameter and body field replaced in turn by mistaken
 * or hostile values. No reply may be a 500.
 */
interface Schema {
  type?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  minimum?: number;
  minLength?: number;
}
interface Operation {
  operationId: string;
  parameters?: { in: string; name: string }[];
  requestBody?: { content: { "application/json"?: { schema: Schema } } };
}

const document = JSON.parse(readFileSync(new URL("../../../docs/openapi.json", import.meta.url), "utf8")) as {
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

const app = await testApp();
const { deps, server } = app;
const password = "tangerine-kayak-7";
const email = "ada@people.test";
const passwordHash = await hashPassword(password);
const hostId = await deps.db.transaction().execute((tx) => createAccount(tx, { name: "Ada", email, locale: "en", passwordHash }));
const ada = { id: hostId!, name: "Ada" };
const world = { ...deps, hints: [] } as never;
const gathering = await aGathering(world, { guests: 3 });
await deps.changeEvent(gathering.id, addHost, { commandId: randomUUID() }, asUser(ada));
const messageId = randomUUID();
await deps.changeEvent(gathering.id, postMessage, { commandId: messageId, text: "hello", replyTo: null }, asUser(gathering.host));

async function signIn(): Promise<string> {
  const headers = { host: "turnout.test", origin: testUrl };
  const reply = await server.inject({ method: "POST", url: "/api/auth/sign-in", headers, payload: { email, password } });
  expect(reply.statusCode).toBe(200);
  return String(reply.headers["set-cookie"]).split(";")[0]!;
}
/** Renewed when an operation signs out, deletes or changes the account. */
let cookie = await signIn();

const cursorOf = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");
const times = ["1", "infinity", "2026-02-30T00:00:00+00:00", "0000-01-01T00:00:00Z", "Thu, 01 Jan 1970", "2026-01-01T00:00:00+99:00", "\0"];
const cursors = [...times.map((time) => cursorOf(time, randomUUID())), cursorOf("a", "b"), cursorOf({}, []), cursorOf(null, 1), "%%%"];
const dates = ["0000-01-01T00:00", "0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30T25:61", "1000-01-01T00:00", "+275760-09-13T00:00"];
const texts = ["", " ", "\0", "a\0b", "\ud800", "\u202e", "'; --", "%", "\\", "{}", "null", "x".repeat(11_000), "👩‍🚀", "1e400", "-1"];
/** Sent without encoding, for what is decoded twice. */
const raw = ["%%0000", "%00", "%ff", "%C3%28", "%2500", "+", "%ED%A0%80"];
const others = [null, -1, 0, 1.5, 1e308, 2 ** 53, true, [], {}, [[]], [null], { kind: "place" }];

const known: Record<string, string> = { eventId: gathering.id, guestId: gathering.guests[0]!.id, messageId, userId: gathering.host.id };
const pathWith = (path: string, given: Record<string, string> = {}) =>
  path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => given[name] ?? known[name] ?? randomUUID());

/** A body that the schema accepts, or nearly. */
function sample(schema: Schema, name = ""): unknown {
  if (name === "imageId") return null; // must name an existing picture
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return sample(alternatives.at(name === "place" ? 1 : 0)!, name);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.properties) return Object.fromEntries(Object.entries(schema.properties).map(([key, inner]) => [key, sample(inner, key)]));
  if (schema.type === "array") return [sample(schema.items ?? {})];
  if (schema.type === "integer" || schema.type === "number") return Math.max(1, schema.minimum ?? 1);
  if (schema.type === "boolean") return true;
  if (schema.format === "uuid") return randomUUID();
  if (schema.format === "uri") return "https://meet.example/room";
  if (name === "email" || schema.format === "email") return `${randomUUID()}@people.test`;
  if (schema.pattern?.includes("T\\d\\d:\\d\\d")) return name === "ends" ? "2030-06-18T22:00" : "2030-06-18T19:00";
  if (name === "zone") return "Europe/Lisbon";
  return "some words".padEnd(schema.minLength ?? 0, "x");
}

/** A body with one of its fields, at any depth, replaced. */
function* spoiled(value: unknown): Generator<unknown> {
  for (const other of [...texts, ...dates, ...others]) yield other;
  if (Array.isArray(value)) for (const inner of spoiled(value[0])) yield [inner];
  else if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) for (const other of spoiled(inner)) yield { ...value, [key]: other };
}

const isId = (value: unknown) => typeof value === "string" && value.length === 36;
/** Ids that clients make: reused, they would name the same command. */
function anew(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  const made = ["commandId", "eventId", "newEventId", "guestId"].filter((name) => isId((body as Record<string, unknown>)[name]));
  return { ...body, ...Object.fromEntries(made.map((name) => [name, randomUUID()])) };
}

function* requestsOf({ path, method, operation }: (typeof operations)[number]): Generator<InjectOptions> {
  const schema = operation.requestBody?.content["application/json"]?.schema;
  const good = schema && sample(schema);
  const payload = good === undefined ? {} : { payload: good as object };
  const names = (operation.parameters ?? []).filter((one) => one.in === "query").map((one) => one.name);
  const url = pathWith(path);
  const order = names.includes("order") ? ["&order=name", "&order=answered", "&order=added"] : [""];
  for (const name of names)
    for (const value of [...cursors, ...[...texts, ...dates].map((text) => encodeURIComponent(text.toWellFormed())), ...raw])
      for (const more of name === "order" ? [""] : order)
        yield { method: method as "GET", url: `${url}?${name}=${value}${more}`, ...payload };
  for (const [, name] of path.matchAll(/\{(\w+)\}/g))
    for (const value of [...raw, "x", "0".repeat(300), "..%2f", encodeURIComponent("\u202e")])
      yield { method: method as "GET", url: pathWith(path, { [name!]: value }), ...payload };
  if (good === undefined) return;
  yield { method: method as "GET", url, payload: anew(good) as object };
  for (const body of spoiled(good))
    yield { method: method as "GET", url, headers: { "content-type": "application/json" }, payload: JSON.stringify(anew(body)) };
}

test.each(operations)("$method $path fails for no input", async (one) => {
  const faults: string[] = [];
  let asked = 0;
  for (const request of requestsOf(one)) {
    const headers = { host: "turnout.test", origin: testUrl, cookie, ...request.headers };
    const { statusCode } = await server.inject({ ...request, headers });
    asked += 1;
    if (statusCode >= 500) faults.push(`${statusCode} ${request.url as string} ${JSON.stringify(request.payload ?? null).slice(0, 300)}`);
  }
  expect(faults.slice(0, 5)).toEqual([]);
  if (requestsOf(one).next().done === false) expect(asked).toBeGreaterThan(5);
  if (one.path.startsWith("/api/auth/")) cookie = await signIn().catch(() => cookie);
});

test("control: the unchanged input creates an event", async () => {
  const creation = operations.find(({ operation }) => operation.operationId === "createEvent")!;
  const good = anew(sample(creation.operation.requestBody!.content["application/json"]!.schema)) as object;
  const { statusCode, body } = await server.inject({
    method: "POST",
    url: "/api/events",
    headers: { host: "turnout.test", origin: testUrl, cookie },
    payload: good,
  });
  expect([statusCode, body]).toEqual([200, expect.any(String)]);
});

test("pages fail for no input either", async () => {
  for (const path of [
    "/e/{id}",
    "/i/{id}",
    "/j/{id}",
    "/host/{id}",
    "/unsubscribe/{id}",
    "/images/{id}",
    "/mailbox/{id}",
    "/{id}",
    "/assets/{id}",
  ])
    for (const value of [...raw, ...texts.slice(1, -4).map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 150))]) {
      const url = path.replace("{id}", value);
      const { statusCode } = await server.inject({ url, headers: { host: "turnout.test", accept: "text/html" } });
      expect([url, statusCode < 500]).toEqual([url, true]);
    }
});
