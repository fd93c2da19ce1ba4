import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { IDLE_DAYS } from "../accounts/session-lifetime.ts";
import { testDatabase } from "../db/test-database.ts";
import { CODES_KEPT_DAYS } from "../guests/forget-expired-visits.ts";
import { RECOVERY_MINUTES } from "../guests/recovery.ts";
import { grantGuest, VISIT_DAYS } from "../guests/visits.ts";
import { openJobs, type JobHandlers } from "../jobs/jobs.ts";
import { COMMANDS_KEPT_DAYS, LOG_KEPT_DAYS } from "../log/prune-log.ts";
import { MAIL_KEPT_DAYS } from "../mail/forget-old-mail.ts";
import { noJobs } from "../jobs/no-jobs.ts";
import { testApp } from "./test-app.ts";
import { aGathering } from "./world.ts";

/** Rows made now, and a clock that is advanced by days. */
const clock = { ahead: 0 };
let handlers: JobHandlers | undefined;
const app = await testApp({
  now: () => new Date(Date.now() + clock.ahead),
  jobs: { ...noJobs, work: async (given) => void (handlers = given as JobHandlers) },
});
const { db } = app.deps;
await app.work();

const world = { ...app.deps, hints: [] } as never;
const { id, host, guests } = await aGathering(world, { guests: 1 });
const guestId = guests[0]!.id;
await grantGuest(db, randomUUID(), { eventId: id, guestId, accessVersion: 1 });
await sql`insert into recovery_codes (id, event_id, guest_id, code_hash, expires_at)
  values (${randomUUID()}, ${id}, ${guestId}, ${Buffer.from("x")}, now() + ${`${RECOVERY_MINUTES} minutes`}::interval)`.execute(db);
await sql`insert into sessions (id, user_id, token, expires_at) values (${randomUUID()}, ${host.id}, 'token', now() + ${`${IDLE_DAYS} days`}::interval)`.execute(
  db,
);
await sql`insert into mails (id, cause, kind, recipient, payload, state) values
  (${randomUUID()}, 'sent', 'invitation', 'grace@example.org', '{}', 'sent'), (${randomUUID()}, 'stuck', 'signInLink', 'grace@example.org', '{"url": "secret"}', 'queued')`.execute(
  db,
);
await sql`insert into mailbox (id, message_id, recipient, subject, html, body, headers) values (${randomUUID()}, '<1@test>', 'grace@example.org', 'Hi', '', '', '{}')`.execute(
  db,
);

const tables = ["event_log", "command_results", "visits", "visit_grants", "recovery_codes", "sessions", "mails", "mailbox"] as const;

async function keptAfter(days: number): Promise<Record<string, number>> {
  clock.ahead = days * 86_400_000;
  await handlers!.forgetOld({} as never, { willBeRetried: true });
  const counts = await Promise.all(
    tables.map(
      async (table) => (await sql<{ rows: number }>`select count(*)::int as rows from ${sql.table(table)}`.execute(db)).rows[0]!.rows,
    ),
  );
  return Object.fromEntries(tables.map((table, index) => [table, counts[index]!]));
}

test("everything is kept for its retention period, and no longer", async () => {
  const all = { event_log: 3, command_results: 3, visits: 1, visit_grants: 1, recovery_codes: 1, sessions: 1, mails: 2, mailbox: 1 };
  const minute = 1 / 1_440;
  const steps: [days: number, gone: Partial<typeof all>][] = [
    [CODES_KEPT_DAYS, {}],
    [CODES_KEPT_DAYS + (RECOVERY_MINUTES + 1) * minute, { recovery_codes: 0 }],
    [COMMANDS_KEPT_DAYS - minute, {}],
    [COMMANDS_KEPT_DAYS + minute, { command_results: 0 }],
    [Math.min(IDLE_DAYS, MAIL_KEPT_DAYS) - minute, {}],
    [Math.max(IDLE_DAYS, MAIL_KEPT_DAYS) + minute, { sessions: 0, mails: 0, mailbox: 0 }],
    [LOG_KEPT_DAYS - minute, {}],
    [LOG_KEPT_DAYS + minute, { event_log: 1 }], // the newest entry has the log's position
    [VISIT_DAYS - minute, {}],
    [VISIT_DAYS + minute, { visits: 0, visit_grants: 0 }],
  ];
  let expected = all;
  expect(await keptAfter(0)).toEqual(all);
  for (const [days, gone] of steps) {
    expected = { ...expected, ...gone };
    expect([days, await keptAfter(days)]).toEqual([days, expected]);
  }
  expect((await sql`select 1 from guests where id = ${guestId}`.execute(db)).rows).toHaveLength(1);
});

test("old rows are deleted once a day, also if the server is down at that hour", async () => {
  const { db: fresh, url } = await testDatabase();
  const jobs = await openJobs(url, () => {});
  await jobs.stop();
  const again = await openJobs(url, () => {});
  await again.stop();
  const found = await sql<{
    name: string;
    cron: string;
    missed: string;
  }>`select name, cron, options ->> 'missed' as missed from jobs.schedule where name = 'forgetOld'`.execute(fresh);
  expect(found.rows).toEqual([{ name: "forgetOld", cron: "17 3 * * *", missed: "once" }]);
});
