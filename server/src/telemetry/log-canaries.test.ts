import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { sql } from "kysely";
import { pino, type Logger } from "pino";
import { expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { testDatabase } from "../db/test-database.ts";
import { addHost } from "../events/commands.ts";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { openJobs } from "../jobs/jobs.ts";
import { afterFile } from "../testing/after-file.ts";
import { operations, requestOf, smallestInput, type Operation } from "../testing/documented-operations.ts";
import { guestCookie } from "../testing/live-client.ts";
import { routesOf } from "../testing/routes.ts";
import { testUrl } from "../testing/test-app.ts";
import { aGathering, asUser } from "../testing/world.ts";
import { until } from "../testing/until.ts";
import { createLogger } from "./logging.ts";
import { otlpReceiver } from "./otlp-receiver.test-support.ts";
import { secretsOf } from "./redact.ts";
import { traceStatements, type Recording } from "./trace-statements.ts";
import { tracedApp } from "./traced-app.test-support.ts";
import type { Tracing } from "./tracing.ts";

const { db, url } = await testDatabase();
const host = new URL(testUrl).host;
const address = "canary.address@people.test";
const words = "canary words of a guest";
const network = "203.0.113.77";
const passwords = { account: "canary-kayak-7", database: "canary-database-password", smtp: "canary-smtp-password" };
const secret = "canary secret that signs cookies and links";
const userAgent = "CanaryBrowser/7";
/** What commands write. */
const TABLES = ["event_log", "verifications", "mails"];

/** A mail server that repeats what it was sent, as some do. */
async function talkativeMailServer(): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write("220 mail\r\n");
    socket.on("data", (data) => {
      const said = String(data);
      if (/^EHLO/i.test(said)) socket.write("250-mail\r\n250 AUTH PLAIN LOGIN\r\n");
      else socket.end(`535 5.7.8 ${passwords.smtp} is not the password of <${address}>\r\n`);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterFile(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const smtpUrl = `smtp://mailer:${passwords.smtp}@127.0.0.1:${await talkativeMailServer()}`;
const databaseUrl = `postgres://turnout:${passwords.database}@127.0.0.1:1/turnout`;

/** Strings that people write: free text, and addresses. */
const withCanaries = (input: unknown, name = ""): unknown => {
  if (typeof input === "object" && input !== null && !Array.isArray(input))
    return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, withCanaries(value, key)]));
  if (typeof input !== "string" || /^[\da-f-]{36}$/.test(input)) return input;
  if (input.includes("@")) return address;
  return /^x*$/.test(input) && name !== "locale" ? words.padEnd(input.length) : input;
};

interface Observed {
  makeLogger: (write: (line: string) => void) => Logger;
  /** What stands before connections, so that traces have statements. */
  recording: (tracing: Tracing) => Recording;
}

/** Asks every route, with canaries wherever people or browsers put something, first on a whole database, then on one that refuses all. */
async function asked({ makeLogger, recording }: Observed) {
  const lines: string[] = [];
  const logger = makeLogger((line) => lines.push(line));
  const jobs = await openJobs(url, (error) => logger.error({ error }, "jobs"), { retrySeconds: 1, maxTries: 2 });
  const receiver = await otlpReceiver();
  const settings = { endpoint: receiver.endpoint };
  const { app, tracing } = await tracedApp({ url, settings, recording, jobs, logger, secret, smtpUrl });
  afterFile(() => jobs.stop());
  const { deps, server } = app;
  const password = await hashPassword(passwords.account);
  const email = `${randomUUID()}.${address}`;
  const account = { name: words, email, locale: "en", passwordHash: password };
  const id = (await db.transaction().execute((tx) => createAccount(tx, account)))!;
  const gathering = await aGathering({ ...deps, hints: [] } as never, { guests: 3 });
  await deps.changeEvent(gathering.id, addHost, { commandId: randomUUID() }, asUser({ id, name: words }));
  const guestId = gathering.guests[0]!.id;
  const link = (await makePersonalLink(db, gathering.id, guestId))!;
  const visit = await guestCookie(app, gathering.id, guestId);
  const signIn = async () => {
    const request = { method: "POST", url: "/api/auth/sign-in", headers: { host, origin: testUrl } } as const;
    const reply = await server.inject({ ...request, payload: { email, password: passwords.account } });
    return String(reply.headers["set-cookie"] ?? "").split(";")[0]!;
  };
  const session = await signIn();
  expect(session).toMatch(/^session=/);

  const headers = {
    host,
    origin: testUrl,
    cookie: `${session}; ${visit}`,
    referer: `${testUrl}/i/${link}`,
    authorization: `Bearer ${link}`,
    "user-agent": userAgent,
    "x-forwarded-for": network,
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  };
  const ids: Record<string, string> = { eventId: gathering.id, guestId, userId: gathering.host.id };
  const ending = (operation: Operation) => /signOut|endSession|endOtherSessions|deleteAccount|changePassword/.test(operation.operationId);
  async function round(some: Operation[]) {
    for (const operation of some) {
      const input = withCanaries(smallestInput(operation, (field) => ids[field] ?? randomUUID())) as Record<string, unknown>;
      const { method, url: path, body } = requestOf(operation, input);
      await server.inject({ method, url: `${path}${path.includes("?") ? "&" : "?"}q=${link}`, headers, ...(body && { payload: body }) });
    }
    for (const { route } of routesOf(app).filter(({ method }) => method === "GET")) {
      const path = route.replaceAll(/:(\w+)|\*/g, (_, name: string) => ids[name] ?? link);
      if (!route.includes("/live")) await server.inject({ method: "GET", url: `${path}?token=${link}&email=${address}`, headers });
    }
    await server.inject({ method: "GET", url: `/i/%zz${link}`, headers });
    await server.inject({ method: "POST", url: "/api/auth/sign-in", headers, payload: `{"email":"${address}` });
  }
  await app.work();
  await round(operations.filter((one) => !ending(one)));
  for (const table of TABLES)
    await sql.raw(`alter table ${table} add constraint refuses_all check (refuses(${table}::text)) not valid`).execute(db);
  await round(operations.filter((one) => !ending(one)));
  for (const table of TABLES) await sql.raw(`alter table ${table} drop constraint refuses_all`).execute(db);
  await round(operations.filter(ending));
  logger.error({ error: new Error(`cannot connect to ${databaseUrl} with ${secret}`) }, "background");
  await until(() => expect(lines.some((line) => line.includes("does not accept email"))).toBe(true));
  const sessionToken = decodeURIComponent(session.slice("session=".length)).split(".")[0]!;
  await tracing.close();
  return { lines, receiver, tokens: { link, sessionToken, visit: visit.split("=")[1]! } };
}

await sql`create function refuses(text) returns boolean immutable language sql as 'select false'`.execute(db);

const found = (lines: string[], canaries: Record<string, string>) =>
  Object.entries(canaries).flatMap(([name, canary]) =>
    lines.some((line) => [canary, encodeURIComponent(canary)].some((form) => line.includes(form))) ? [name] : [],
  );

/** Names statements by the values that they are sent with. */
const withValues =
  (tracing: Tracing): Recording =>
  (client) => ({
    query(text, values) {
      const parent = tracing.current();
      if (parent) tracing.inside(parent, { name: JSON.stringify(values), kind: "client" }).end();
      return client.query(text, values);
    },
    release: (error) => client.release(error),
  });

/** What the log store's strict mapping takes. */
function fieldsOfMapping(): object {
  const file = new URL("../../../deploy/logging/elasticsearch/index-template.json", import.meta.url);
  const { template } = JSON.parse(readFileSync(file, "utf8")) as { template: { mappings: { properties: object } } };
  return template.mappings.properties;
}

const namesIn = (fields: object, before = ""): string[] =>
  Object.entries(fields).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? namesIn(value, `${before}${name}.`) : [before + name],
  );

test("no route and no job logs or traces a secret, a token, an address, or what people write; control: without these rules both do", async () => {
  const secrets = secretsOf({ secrets: [secret], urls: [databaseUrl, smtpUrl] });
  const makeLogger = (write: (line: string) => void) => createLogger("trace", { secrets, destination: { write } });
  const { lines, receiver, tokens } = await asked({ makeLogger, recording: traceStatements });
  const canaries = { ...passwords, ...tokens, secret, address, words, network, userAgent, random: randomBytes(8).toString("hex") };
  const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const routes = new Set(parsed.map((line) => line["url.path"]));
  expect(routes.size, "routes that were asked").toBeGreaterThan(80);
  expect(parsed.filter((line) => line["http.response.status_code"] === 500).length, "requests that failed").toBeGreaterThan(5);
  expect(parsed.filter(({ error }) => error !== undefined).length).toBeGreaterThan(5);
  expect(new Set(parsed.map((line) => line["trace.id"]))).toContain("4bf92f3577b34da6a3ce929d0e0e4736");
  expect(new Set(parsed.map((line) => line["event.id"])).size).toBe(lines.length);
  expect(found(lines, canaries)).toEqual([]);
  expect(new Set(receiver.spans.map((span) => span.attributes["http.route"])).size, "routes that were traced").toBeGreaterThan(80);
  expect(receiver.spans.filter(({ status }) => status.code === 2).length, "spans of what failed").toBeGreaterThan(5);
  expect(found(receiver.bodies, canaries)).toEqual([]);
  const mapped = new Set(namesIn(fieldsOfMapping()).map((name) => name.replaceAll(/\.properties|\.type$/g, "")));
  const names = new Set(parsed.flatMap((line) => namesIn(line)));
  expect(
    [...names].filter((name) => !mapped.has(name)),
    "the log store would refuse lines with these",
  ).toEqual([]);

  const { err } = pino.stdSerializers;
  const plain = await asked({
    makeLogger: (write) => pino({ level: "trace", serializers: { error: err } }, { write }),
    recording: withValues,
  });
  expect(found(plain.lines, { ...canaries, ...plain.tokens })).toEqual(expect.arrayContaining(["database", "secret", "address"]));
  expect(found(plain.receiver.bodies, { ...canaries, ...plain.tokens })).toEqual(expect.arrayContaining(["address", "words"]));
});
