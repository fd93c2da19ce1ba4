import type { ReminderKind } from "@turnout/contract/reminders";
import { sql, type Kysely, type RawBuilder, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import { NIL_UUID } from "../db/uuid.ts";
import { dueBulletin, isMeant } from "./bulletin-audience.ts";
import type { ListTimed } from "./job-payloads.ts";
import type { Notice } from "./notices.ts";
import { addNotifications, NOTIFIED_AT_ONCE, toGuest, type NotifyDeps } from "./notify.ts";
import { dueDay, isReminded } from "./remind-guests.ts";

const DAY = 86_400_000;

interface ListDeps extends Pick<NotifyDeps, "db" | "tell"> {
  now: () => Date;
}

/** What is listed for whom: a condition on guests. */
interface Listed {
  notice: Omit<Notice, "to">;
  whom: RawBuilder<unknown>;
}

/**
 * Lists a reminder, or what hosts wrote, for guests with an account, whom an email and their browsers tell of it as well. However often this
 * runs, everybody has it once.
 */
export async function listTimed(deps: ListDeps, job: ListTimed): Promise<void> {
  const listed = await listedOf(deps, job);
  if (!listed) return;
  for (let after: string | undefined = NIL_UUID; after !== undefined;) {
    const from: string = after;
    const page = await deps.db.transaction().execute((tx) => listPage(tx, job.eventId, listed, from));
    if (page.accounts.length > 0) deps.tell(page.accounts);
    after = page.next;
  }
}

async function listPage(tx: Transaction<Database>, eventId: string, { notice, whom }: Listed, after: string) {
  const found = await sql<Columns<"guests", "id">>`
    select id from guests
    where event_id = ${eventId} and id > ${after} and removed_at is null and delivery <> 'revoked' and user_id is not null and ${whom}
    order by id limit ${NOTIFIED_AT_ONCE}`.execute(tx);
  const guestIds = found.rows.map(({ id }) => id);
  const notified = guestIds.map((id) => toGuest(notice, id));
  const fresh = await addNotifications(tx, eventId, notified);
  return {
    accounts: [...new Set(fresh.flatMap(({ accountId }) => accountId ?? []))],
    next: guestIds.length < NOTIFIED_AT_ONCE ? undefined : guestIds.at(-1),
  };
}

async function listedOf(deps: ListDeps, job: ListTimed): Promise<Listed | null> {
  const { db, now } = deps;
  const rest = { at: now().toISOString(), actorId: null, aboutId: null, messageId: null, bulletinId: null, answer: null, revision: null };
  if (job.kind === "reminder") {
    const day = await dueDay(db, deps, { eventId: job.eventId, kind: job.reminder, due: job.due });
    if (!day) return null;
    return { notice: { ...rest, kind: "reminder", seq: positionOf(day, job.reminder) }, whom: isReminded(job.reminder, day) };
  }
  const bulletin = await dueBulletin(db, job.eventId, job.bulletinId);
  const seq = bulletin && (await beganAt(db, job.eventId, job.bulletinId));
  return seq ? { notice: { ...rest, kind: "bulletin", seq, bulletinId: job.bulletinId }, whom: isMeant(bulletin, now()) } : null;
}

/** Before all days of the others. */
const ASKED = -100_000_000;

/** No entry causes a reminder: it is known by the day of the start, before all positions of the log. */
function positionOf(day: string, reminder: ReminderKind): number {
  const days = Date.parse(day) / DAY;
  return reminder === "stillComing" ? ASKED - days : -2 * days - (reminder === "dayBefore" ? 1 : 0);
}

/** The entry by which it began to go out. */
async function beganAt(db: Kysely<Database>, eventId: string, bulletinId: string): Promise<number | undefined> {
  const found = await sql<Columns<"event_log", "seq">>`
    select seq from event_log
    where event_id = ${eventId} and body ->> 'type' = 'bulletin.begun' and body ->> 'bulletinId' = ${bulletinId} order by seq desc limit 1`.execute(
    db,
  );
  return found.rows[0]?.seq;
}
