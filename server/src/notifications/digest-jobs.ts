import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, NotNull } from "../db/row-types.ts";
import { statementsIn } from "../db/statements.ts";
import type { Enqueue } from "../mail/outbox.ts";
import type { SendDigests } from "./job-payloads.ts";

/** How far ahead workers look for emails that nobody has queued a job for (ms): longer than between two looks. */
const LOOK_AHEAD = 2 * 3_600_000;
/** How long an email may be overdue before it is looked for (ms). */
const OVERDUE = 300_000;
/** Times that one look queues jobs for. */
const MOST_TIMES = 1_000;

/** Queues a job for each of these times, in the transaction that makes emails due then: it runs when they are, and once they are committed. */
export async function queueDigestJobs(tx: Transaction<Database>, enqueue: Enqueue, times: Date[], by: string): Promise<void> {
  const jobs = [...new Set(times.map((time) => time.toISOString()))].map((due) => ({
    name: "sendDigests" as const,
    payload: { due, by } satisfies SendDigests,
    startAfter: new Date(due),
  }));
  if (jobs.length > 0) await enqueue(statementsIn(tx), jobs);
}

/** Queues jobs for what an import has brought, or whose job is gone. */
export async function queueDigests(db: Kysely<Database>, enqueue: Enqueue, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const soon = await sql<NotNull<Columns<"digests", "due_at">, "due_at">>`
      select distinct due_at from digests where due_at < ${new Date(now.getTime() + LOOK_AHEAD)} order by due_at limit ${MOST_TIMES}`.execute(
      tx,
    );
    const times = soon.rows.map(({ due_at }) => due_at);
    const ahead = times.filter((time) => time > now);
    const isOverdue = times.some((time) => time.getTime() < now.getTime() - OVERDUE);
    await queueDigestJobs(tx, enqueue, isOverdue ? [now, ...ahead] : ahead, "look");
  });
}
