import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { MAX_AUDIT_ROWS, type AuditRow, type OperatorOverview } from "@turnout/contract/operator";
import { sql, type Transaction } from "kysely";
import { expect, test, vi } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import type { Database } from "../db/database.ts";
import type { RunStatement } from "../db/statements.ts";
import { noJobs } from "../jobs/no-jobs.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { until } from "../testing/until.ts";
import { mailHealth } from "./overview.ts";
import { announceProcess, GONE_AFTER, limitRefusals, processesOf, SAID_EVERY, SHOWN_FOR } from "./processes.ts";

const email = "olga@people.test";
const password = "tangerine-kayak-7";
const retried: string[] = [];
const broken = { is: false };
const queue = { queue: "sendMail", due: 2, oldestSeconds: 3, waiting: 4, failed: 5 };
const jobs = {
  ...noJobs,
  queueHealth: async () => [queue],
  async retryFailed(run: RunStatement, name: string) {
    await run("select 1");
    if (broken.is) throw new Error("the queue is away");
    retried.push(name);
    return 5;
  },
};
const app = await testApp({ jobs, operators: new Set([email]), limitFactor: 1 });
const { db } = app.deps;
const headers = { host: new URL(testUrl).host, origin: testUrl };

const olga = (await db
  .transaction()
  .execute(async (tx) => createAccount(tx, { name: "Olga", email, locale: "en", passwordHash: await hashPassword(password) })))!;
const reply = await app.server.inject({ method: "POST", url: "/api/auth/sign-in", headers, payload: { email, password } });
const cookie = String(reply.headers["set-cookie"]).split(";")[0]!;
await sql`insert into passkeys (id, user_id, credential_id, public_key, counter, transports, name, created_at)
  values (gen_random_uuid(), ${olga}, 'olga', '\\x00', 0, '{}', 'Phone', now())`.execute(db);
await sql`update sessions set passkey_at = now() where user_id = ${olga}`.execute(db);

async function ask<Body>(url: string, method: "GET" | "POST" = "GET"): Promise<{ status: number; body: Body }> {
  const { statusCode, body } = await app.server.inject({ method, url, headers: { ...headers, cookie } });
  return { status: statusCode, body: JSON.parse(body) as Body };
}

const overview = async () => (await ask<OperatorOverview>("/api/operator")).body;

test("whether replies of guests arrive is told by the setting alone", async () => {
  expect(await overview()).toMatchObject({ takesReplies: false });
  const database = { db, url: "", embedded: false, close: async () => {} };
  const taking = await testApp({ operators: new Set([email]), inboundAddress: "rsvp@in.turnout.test", database });
  const { body } = await taking.server.inject({ method: "GET", url: "/api/operator", headers: { ...headers, cookie } });
  expect(JSON.parse(body)).toMatchObject({ takesReplies: true });
});

/** A process, whose clock and failures the test has. */
function aProcess({ connections = 3, refusals = {} as Record<string, number>, clock = { ahead: 0 } } = {}) {
  const errors: unknown[] = [];
  const announced = announceProcess({
    db,
    now: () => new Date(Date.now() + clock.ahead),
    roles: ["api", "worker"],
    connections: () => connections,
    refusals: async () => refusals,
    onError: (error) => errors.push(error),
  });
  return { ...announced, errors };
}

const shown = async (ahead = 0) => processesOf(db, new Date(Date.now() + ahead));

test("a process is shown from its start, as gone when it has been silent for long, and no more when it has ended", async () => {
  const one = aProcess();
  await until(async () => expect(await shown()).toHaveLength(1));
  expect(await shown()).toMatchObject([
    { host: hostname(), pid: process.pid, roles: ["api", "worker"], version: expect.any(String), connections: 3, isGone: false },
  ]);
  expect((await overview()).processes).toHaveLength(1);
  expect(await shown(GONE_AFTER - 10_000)).toMatchObject([{ isGone: false }]);
  expect(await shown(GONE_AFTER + 1)).toMatchObject([{ isGone: true }]);
  expect(await shown(SHOWN_FOR + 1)).toEqual([]);
  await one.stop();
  expect(await shown()).toEqual([]);
  expect(one.errors).toEqual([]);
});

test(`a process says every ${SAID_EVERY / 1_000} seconds how many connections it has, and those that ended silently are forgotten`, async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const open = { connections: 3 };
  const lost = aProcess({ clock: { ahead: -SHOWN_FOR - 1_000 } });
  await until(async () => expect((await sql`select 1 from processes`.execute(db)).rows).toHaveLength(1));
  const one = announceProcess({
    db,
    now: () => new Date(),
    roles: ["api"],
    connections: () => open.connections,
    refusals: async () => ({}),
    onError: expect.unreachable,
  });
  await until(async () => expect(await shown()).toMatchObject([{ connections: 3 }]));
  expect((await sql`select 1 from processes`.execute(db)).rows).toHaveLength(1);
  open.connections = 7;
  vi.advanceTimersByTime(SAID_EVERY);
  await until(async () => expect((await shown()).find(({ roles }) => roles.length === 1)).toMatchObject({ connections: 7 }));
  vi.useRealTimers();
  await Promise.all([one.stop(), lost.stop()]);
});

test("what limits refused in processes that are there is added up, and a limit that refuses is counted by its name", async () => {
  const all = [aProcess({ refusals: { signIn: 2, mail: 1 } }), aProcess({ refusals: { signIn: 3 } })];
  await until(async () =>
    expect(await limitRefusals(db, new Date())).toEqual([
      { limit: "signIn", refused: 5 },
      { limit: "mail", refused: 1 },
    ]),
  );
  expect(await limitRefusals(db, new Date(Date.now() + GONE_AFTER + 1_000))).toEqual([]);
  await Promise.all(all.map((one) => one.stop()));

  expect(await app.metrics.limited()).toEqual({});
  const trying = { method: "POST", url: "/api/auth/sign-in", headers, payload: { email: "nobody@people.test", password } } as const;
  const statuses: number[] = [];
  do statuses.push((await app.server.inject(trying)).statusCode);
  while (statuses.at(-1) === 401 && statuses.length < 50);
  expect(statuses.at(-1)).toBe(429);
  expect(await app.metrics.limited()).toEqual({ passwordTries: 1 });
});

test("emails are counted by what became of them, with the last failure and who sent most", async () => {
  const event = randomUUID();
  const mail = (state: string, more = {}) => ({ id: randomUUID(), state, kind: "invitation", last_error: null, ...more });
  const mails = [
    mail("sent"),
    mail("sent"),
    mail("failed", { last_error: "550 no such user" }),
    mail("dropped"),
    mail("queued"),
    mail("queued", { held_until: new Date(Date.now() + 60_000).toISOString() }),
    mail("failed", { created_at: new Date(Date.now() - 2 * 86_400_000).toISOString(), last_error: "earlier" }),
  ];
  await sql`
    insert into mails (id, cause, kind, recipient, payload, state, last_error, held_until, created_at, sender_id, event_id, counted_at)
    select id, id::text, kind, 'somebody@people.test', '{}', state, last_error, held_until, coalesce(created_at, now()), ${olga}, ${event},
      coalesce(created_at, now())
    from jsonb_to_recordset(${JSON.stringify(mails)}::jsonb)
      as mail (id uuid, kind text, state text, last_error text, held_until timestamptz, created_at timestamptz)`.execute(db);
  for (const [hash, scope, reason] of [
    ["\\x01", "guests", "bounced"],
    ["\\x02", "invitations", "complained"],
    ["\\x02", "event:1", "complained"],
  ])
    await sql`insert into suppressions (address_hash, scope, reason) values (${hash}::bytea, ${scope}, ${reason})`.execute(db);
  const { mail: health, abuse, queues } = await overview();
  expect(health).toMatchObject({ accepted: 2, failed: 1, dropped: 1, waiting: 2, held: 1, bounced: 1, complained: 1, unsubscribed: 0 });
  expect(health).toMatchObject({ suppressed: 2, lastFailure: { kind: "invitation", reason: "550 no such user" } });
  expect(abuse).toMatchObject({ newAccounts: 1, senders: [{ name: "Olga", email, emails: 6, failed: 1, events: 1 }] });
  expect(queues).toEqual([queue]);
});

test("failed jobs are tried again by queue, which is noted; an unknown queue is refused", async () => {
  expect(await ask("/api/operator/queues/sendMail/retry", "POST")).toEqual({ status: 200, body: { retried: 5 } });
  expect(retried).toEqual(["sendMail"]);
  expect((await ask("/api/operator/queues/nothing/retry", "POST")).status).toBe(400);
  expect(retried).toEqual(["sendMail"]);
  const { body } = await ask<{ rows: AuditRow[] }>(`/api/operator/audit?account=${olga}`);
  expect(body.rows[0]).toMatchObject({ action: "jobs.retried", actor: { id: olga, name: "Olga" }, eventId: null, subject: null });
  const noted = async () => (await sql`select 1 from audit where action = 'jobs.retried'`.execute(db)).rows.length;
  expect(await noted()).toBe(1);
  broken.is = true;
  expect((await ask("/api/operator/queues/sendMail/retry", "POST")).status).toBe(500);
  broken.is = false;
  expect(await noted(), "what did not happen is not noted").toBe(1);
});

test("of a month of emails, the overview reads those of the last day, those that wait, and one failure", async () => {
  await sql`
    insert into mails (id, cause, kind, recipient, payload, state, created_at)
    select gen_random_uuid(), 'month:' || n, 'invitation', 'somebody@people.test', '{}', case when n % 1000 = 0 then 'failed' else 'sent' end,
      now() - make_interval(mins => 43200 - n)
    from generate_series(1, 43000) n`.execute(db);
  await sql`vacuum analyze mails`.execute(db);
  /** How often a table's every page was read; what is told of earlier work on the same connection does not count. */
  const scans = (work: (tx: Transaction<Database>) => Promise<unknown>) =>
    db.transaction().execute(async (tx) => {
      const told = async () =>
        (await sql<{ scans: number }>`select pg_stat_get_xact_numscans('mails'::regclass)::int as scans`.execute(tx)).rows[0]!.scans;
      const before = await told();
      await work(tx);
      return (await told()) - before;
    });
  expect(await scans((tx) => mailHealth(tx, new Date()))).toBe(0);
  const withoutIndex = async (tx: Transaction<Database>) => {
    await sql`drop index mails_by_time`.execute(tx);
    await mailHealth(tx, new Date());
    await sql`create index mails_by_time on mails using brin (created_at)`.execute(tx);
  };
  expect(await scans(withoutIndex), "control").toBeGreaterThan(0);
});

test("the audit log is read in pages, by account and by event, and that it was read is noted once", async () => {
  const [account, event] = [randomUUID(), randomUUID()];
  await sql`insert into audit (actor_id, action, event_id, subject_id)
    select ${account}, 'link.made', ${event}, ${olga} from generate_series(1, ${MAX_AUDIT_ROWS + 1})`.execute(db);
  type Page = { rows: AuditRow[]; hasMore: boolean };
  const first = (await ask<Page>(`/api/operator/audit?account=${account}`)).body;
  expect(first).toMatchObject({ hasMore: true, rows: { length: MAX_AUDIT_ROWS } });
  expect(first.rows[0]).toMatchObject({ actor: { id: account, name: null }, eventId: event, subject: { id: olga, name: "Olga" } });
  const rest = (await ask<Page>(`/api/operator/audit?account=${account}&before=${first.rows.at(-1)!.id}`)).body;
  expect(rest).toMatchObject({ hasMore: false, rows: { length: 1 } });
  expect(new Set([...first.rows, ...rest.rows].map(({ id }) => id)).size).toBe(MAX_AUDIT_ROWS + 1);
  expect((await ask<Page>(`/api/operator/audit?event=${event}`)).body.hasMore).toBe(true);
  expect((await ask<Page>(`/api/operator/audit?event=${randomUUID()}`)).body).toEqual({ rows: [], hasMore: false });
  const read = await sql`select 1 from audit where action = 'audit.read' and actor_id = ${olga}`.execute(db);
  expect(read.rows).toHaveLength(4);
});
