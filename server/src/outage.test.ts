import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { createAccount } from "./accounts/accounts.ts";
import { hashPassword } from "./accounts/password-hash.ts";
import { connect, CONNECT_TIMEOUT, QUERY_TIMEOUT } from "./db/connect.ts";
import { startEmbeddedPostgres } from "../../dev-database/src/embedded-postgres.ts";
import { migrate } from "./db/migrate.ts";
import { statementsIn } from "./db/statements.ts";
import { MAX_BEING_IDENTIFIED } from "./http/admission-control.ts";
import { openJobs, type JobHandlers } from "./jobs/jobs.ts";
import { jobNames } from "./jobs/queues.ts";
import { ask, follow, guestCookie, listening, snapshotOf, reaches, type Answered } from "./testing/live-client.ts";
import { LIVE_PATH } from "./realtime/socket.ts";
import { testApp, testUrl } from "./testing/test-app.ts";
import { aGathering } from "./testing/world.ts";
import { afterFile } from "./testing/after-file.ts";
import { signal } from "./testing/child-process.ts";
import { PATIENCE } from "./testing/patience.ts";
import { until } from "./testing/until.ts";

// A separate PostgreSQL server: these tests kill and pause it.
const home = mkdtempSync(join(tmpdir(), "turnout-outage-"));
const postgres = await startEmbeddedPostgres({ home, durable: true });
afterAll(async () => {
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
});
await migrate(postgres.url);
const lost: unknown[] = [];
const db = connect(postgres.url, (error) => lost.push(error));
afterAll(() => db.destroy());
const jobs = await openJobs(postgres.url, () => {});
afterAll(() => jobs.stop());
const done: unknown[] = [];
await jobs.work(
  Object.fromEntries(jobNames.map((name) => [name, async (payload: unknown) => void done.push(payload)])) as unknown as JobHandlers,
);
const app = await testApp({ database: { db, url: postgres.url, embedded: true, close: async () => {} }, jobs });
const port = await listening(app);

/** An event, a guest who posts there, and the guest's client that follows it. */
async function aConversation() {
  const { id, guests } = await aGathering({ ...app.deps, hints: [] } as never, { guests: 1 });
  const cookie = await guestCookie(app, id, guests[0]!.id);
  const reader = await follow(port, await snapshotOf(app, id, cookie), id, cookie);
  return { id, cookie, reader };
}

type Conversation = Awaited<ReturnType<typeof aConversation>>;

const write = ({ id, cookie }: Conversation, commandId: string, text: string) =>
  ask(port, { method: "POST", path: `/api/events/${id}/messages`, cookie, body: { commandId, text, replyTo: null } });

/** Sends one command until it succeeds, as the app does. Returns the refusals before that. */
async function writePersistently(conversation: Conversation, text: string): Promise<Answered[]> {
  const commandId = randomUUID();
  const refusals: Answered[] = [];
  for (;;) {
    const answer = await write(conversation, commandId, text);
    if (answer.status < 300) return refusals;
    refusals.push(answer);
    await sleep(50 + Math.random() * 100);
  }
}

function expectClearRefusals(refusals: Answered[]) {
  for (const { status, headers, body } of refusals) {
    expect([status, body?.code]).toEqual([503, "unavailable"]);
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    expect(headers["content-type"]).toContain("application/problem+json");
  }
}

async function expectNothingHalfDone({ id, cookie, reader }: Conversation, texts: string[]) {
  const { rows } = await sql<{ seq: number; text: string }>`
    select seq, body ->> 'text' as text from event_log where event_id = ${id} order by seq`.execute(db);
  expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, index) => index + 1));
  const kept = await sql<{ text: string }>`select text from messages where event_id = ${id}`.execute(db);
  expect(kept.rows.map(({ text }) => text).toSorted()).toEqual(texts.toSorted());
  await reader.until(reaches(rows.length));
  expect(reader.snapshot()).toEqual(await snapshotOf(app, id, cookie));
  expect(reader.socket.readyState).toBe(reader.socket.OPEN);
}

test("when PostgreSQL is killed under load, refusals are clear, nothing is lost, doubled or half done, sockets stay open, and the server recovers by itself", async () => {
  const conversation = await aConversation();
  const texts = Array.from({ length: 120 }, (_, index) => `message ${index}`);
  const refusals: Answered[] = [];
  let killed: number | undefined;
  const kill = () => signal((killed = postgres.pid()), "SIGKILL");
  let soon: Promise<unknown> | undefined;
  for (const [index, text] of texts.entries()) {
    if (index === 40) soon = sleep(5).then(kill);
    const sending = [writePersistently(conversation, text)];
    if (index % 4 === 0)
      sending.push(
        ask(port, { path: `/api/events/${conversation.id}`, cookie: conversation.cookie }).then((answer) =>
          answer.status === 200 ? [] : [answer],
        ),
      );
    refusals.push(...(await Promise.all(sending)).flat());
  }
  await soon;
  // Backends answer until they see that their postmaster is gone: on a busy machine later than the last of those texts. And the
  // next server may be there before anybody was refused: then it is killed, too.
  for (let more = texts.length; refusals.length === 0; more++) {
    if (postgres.pid() !== killed) kill();
    texts.push(`message ${more}`);
    refusals.push(...(await writePersistently(conversation, `message ${more}`)));
  }
  expectClearRefusals(refusals);
  await expectNothingHalfDone(conversation, texts);
});

test("a database connection that is ended from outside affects nobody", async () => {
  const conversation = await aConversation();
  const texts = Array.from({ length: 30 }, (_, index) => `message ${index}`);
  const refusals: Answered[] = [];
  for (const text of texts) {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'turnout%' and datname = current_database() and pid <> pg_backend_pid() limit 1`
      .execute(db)
      .catch(() => {});
    refusals.push(...(await writePersistently(conversation, text)));
  }
  expectClearRefusals(refusals);
  await expectNothingHalfDone(conversation, texts);
});

test("while PostgreSQL is paused, requests are refused in time, and they succeed afterwards", async () => {
  const conversation = await aConversation();
  const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`);
  await Promise.all(Array.from({ length: 10 }, () => ask(port, { path: `/api/events/${conversation.id}`, cookie: conversation.cookie })));
  await writePersistently(conversation, "with warm connections");
  const goOn = pausePostgres();
  const began = performance.now();
  const writing = texts.map((text) => writePersistently(conversation, text));
  const first = await Promise.all([
    write(conversation, randomUUID(), "not kept"),
    ask(port, { path: `/api/events/${conversation.id}`, cookie: conversation.cookie }),
    ask(port, { path: "/readyz" }),
  ]);
  expect(performance.now() - began).toBeLessThan(CONNECT_TIMEOUT + QUERY_TIMEOUT + 10_000);
  expect(first.map(({ status }) => status)).toEqual([503, 503, 503]);
  goOn();
  const refusals = (await Promise.all(writing)).flat();
  expectClearRefusals(refusals);
  await until(async () => expect((await ask(port, { path: "/readyz" })).status).toBe(200));
  // A command that was refused with 503 may have been committed: only sending it again shows.
  const kept = await sql<{ text: string }>`select text from messages where event_id = ${conversation.id} and text = 'not kept'`.execute(db);
  await expectNothingHalfDone(conversation, [...texts, "with warm connections", ...kept.rows.map(({ text }) => text)]);
});

test("while PostgreSQL is paused, new connections wait for admission, and those beyond its limit are refused at once", async () => {
  // With the product's own timeouts, those that wait would be refused as well, by the time that a busy machine has refused the others.
  const own = connect(`${postgres.url}?query_timeout=${PATIENCE}&statement_timeout=${PATIENCE}`, undefined, undefined, PATIENCE);
  afterFile(() => own.destroy());
  const patient = await listening(await testApp({ database: { db: own, url: postgres.url, embedded: true, close: async () => {} } }));
  const cookie = await signedIn();
  const goOn = pausePostgres();
  const statuses: number[] = [];
  const arrived = Array.from({ length: MAX_BEING_IDENTIFIED + 20 }, async () => statuses.push(await knock(cookie, patient)));
  await until(() => expect(statuses).toEqual(Array.from({ length: 20 }, () => 503))).finally(goOn);
  await Promise.all(arrived);
  expect(statuses.slice(20)).toEqual(Array.from({ length: MAX_BEING_IDENTIFIED }, () => 101));
  expect(await knock(cookie, patient)).toBe(101);
});

test("after all these outages the worker still runs jobs", async () => {
  const mailId = randomUUID();
  await db.transaction().execute((tx) => jobs.enqueue(statementsIn(tx), [{ name: "sendMail", payload: { mailId } }]));
  await until(() => expect(done).toContainEqual({ mailId }));
});

/** The cookie of a new session. */
async function signedIn(): Promise<string> {
  const [email, password] = ["ada@turnout.test", "tangerine-kayak-7"];
  const passwordHash = await hashPassword(password);
  await db.transaction().execute((tx) => createAccount(tx, { name: "Ada", email, locale: "en", passwordHash }));
  const reply = await ask(port, { method: "POST", path: "/api/auth/sign-in", body: { email, password } });
  return String(reply.headers["set-cookie"]).split(";")[0]!;
}

/** Opens a WebSocket and returns the reply's status: 101 when it is open. */
function knock(cookie: string, at: number): Promise<number> {
  const headers = {
    host: new URL(testUrl).host,
    origin: testUrl,
    cookie,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": randomBytes(16).toString("base64"),
  };
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port: at, path: LIVE_PATH, headers, agent: false });
    asked.on("upgrade", (reply, socket) => {
      socket.destroy();
      resolve(reply.statusCode!);
    });
    asked.on("response", (reply) => {
      reply.resume();
      resolve(reply.statusCode!);
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** Pauses the server and its children (SIGSTOP). Returns a function that resumes them. */
function pausePostgres(): () => void {
  const main = postgres.pid();
  const pids = [main, ...childrenOf(main)];
  for (const pid of pids) process.kill(pid, "SIGSTOP");
  return () => {
    for (const pid of pids) process.kill(pid, "SIGCONT");
  };
}

function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => new RegExp(`\\) \\S ${parent} `).test(statOf(pid)))
    .map(Number);
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return "";
  }
}
