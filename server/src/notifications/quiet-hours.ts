import type { QuietHours } from "@turnout/contract/quiet-hours";
import { instantToLocal, isTimeZone, localToInstant } from "@turnout/contract/time-zones";
import { dayAfter } from "@turnout/contract/wall-clock";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import type { Enqueue } from "../mail/outbox.ts";
import { queueDigestJobs } from "./digest-jobs.ts";

type QuietRow = Columns<"quiet_hours", "begins" | "ends" | "zone">;

const MINUTES = 60;
const minutesOf = (time: string) => Number(time.slice(0, 2)) * MINUTES + Number(time.slice(3, 5));
const two = (number: number) => String(number).padStart(2, "0");
const timeOf = (minutes: number) => `${two(Math.floor(minutes / MINUTES))}:${two(minutes % MINUTES)}`;

/** When the quiet hours end that it is in now; null outside of them. By the wall clock: a night in which clocks change is shorter or longer. */
export function quietUntil({ begins, ends, zone }: QuietRow, now: Date): Date | null {
  if (!isTimeZone(zone)) return null;
  const local = instantToLocal(now.toISOString(), zone);
  const [day, minutes] = [local.slice(0, 10), minutesOf(local.slice(11, 16))];
  const isOverMidnight = begins > ends;
  const isQuiet = isOverMidnight ? minutes >= begins || minutes < ends : minutes >= begins && minutes < ends;
  if (!isQuiet) return null;
  const lastDay = isOverMidnight && minutes >= begins ? dayAfter(day) : day;
  const end = new Date(localToInstant(`${lastDay}T${timeOf(ends)}`, zone).instant);
  return end > now ? end : null;
}

/** An account's quiet hours, if it has any. */
export async function quietHoursOf(db: Kysely<Database>, userId: string): Promise<QuietHours | null> {
  const found = await sql<QuietRow>`select begins, ends, zone from quiet_hours where user_id = ${userId}`.execute(db);
  const [row] = found.rows;
  return row ? { begins: timeOf(row.begins), ends: timeOf(row.ends), zone: row.zone } : null;
}

interface QuietDeps {
  db: Kysely<Database>;
  enqueue: Enqueue;
  now: () => Date;
}

/** Keeps an account's quiet hours, or forgets them. What was put off until the end of earlier ones is looked at again at once. */
export async function setQuietHours({ db, enqueue, now }: QuietDeps, userId: string, hours: QuietHours | null): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await keepQuietHours(tx, userId, hours);
    const time = now();
    const waiting = await sql`update digests set due_at = ${time} where user_id = ${userId} and due_at is not null returning id`.execute(
      tx,
    );
    if (waiting.rows.length > 0) await queueDigestJobs(tx, enqueue, [time], userId);
  });
}

async function keepQuietHours(tx: Transaction<Database>, userId: string, hours: QuietHours | null): Promise<void> {
  if (hours === null) {
    await sql`delete from quiet_hours where user_id = ${userId}`.execute(tx);
    return;
  }
  await sql`
    insert into quiet_hours (user_id, begins, ends, zone)
    values (${userId}, ${minutesOf(hours.begins)}, ${minutesOf(hours.ends)}, ${hours.zone})
    on conflict (user_id) do update set begins = excluded.begins, ends = excluded.ends, zone = excluded.zone`.execute(tx);
}
