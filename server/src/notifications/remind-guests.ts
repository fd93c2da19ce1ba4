import type { ReminderKind } from "@turnout/contract/reminders";
import { sql, type Kysely, type RawBuilder, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, NotNull } from "../db/row-types.ts";
import { statementsIn } from "../db/statements.ts";
import { NIL_UUID } from "../db/uuid.ts";
import { presentDetails } from "../events/present.ts";
import { eventRow } from "../events/queries.ts";
import { confirmedFor } from "../guests/queries.ts";
import type { Enqueue, QueueMail } from "../mail/outbox.ts";
import type { ListTimed, RemindGuests } from "./job-payloads.ts";
import { queuePushes } from "./queue-pushes.ts";
import { dayOfStart, isReminderDue, reminderTimes } from "./reminder-times.ts";

/** How early a job may run, since the database's clock decides when it is due and this process's whether it still is (ms). */
const EARLY = 60_000;
/** Guests whose reminders are queued in one transaction. */
const PAGE = 500;

interface RemindDeps {
  db: Kysely<Database>;
  queueMail: QueueMail;
  enqueue: Enqueue;
  now: () => Date;
}

/**
 * Queues a reminder in pages for everyone who comes or waits for a seat, or asks those who are going whether they still come. Nobody gets one
 * twice, however often this runs; nobody gets one if the event has moved, was cancelled or has begun.
 */
export async function remindGuests(deps: RemindDeps, job: RemindGuests): Promise<void> {
  if (Date.parse(job.due) > deps.now().getTime() + EARLY)
    throw new Error(`a reminder is due at ${job.due}, which is in the future: the clocks of the database and of this server differ`);
  for (let after: string | undefined = NIL_UUID; after !== undefined;) {
    const from: string = after;
    after = await deps.db.transaction().execute((tx) => remindPage(tx, deps, job, from));
  }
  await pushReminders(deps, job);
  const listed = { eventId: job.eventId, kind: "reminder", reminder: job.kind, due: job.due } satisfies ListTimed;
  await deps.db.transaction().execute((tx) => deps.enqueue(statementsIn(tx), [{ name: "listTimed", payload: listed }]));
}

async function pushReminders(deps: RemindDeps, { eventId, kind, due }: RemindGuests): Promise<void> {
  const day = await dueDay(deps.db, deps, { eventId, kind, due });
  if (!day) return;
  const news = { eventId, kind: "reminder", cause: `reminder:${eventId}:${kind} ${day}`, payload: { reminder: kind, day } } as const;
  await queuePushes(deps, news, isReminded(kind, day));
}

/** The condition on guests who are reminded, or asked whether they still come on that day. */
export function isReminded(kind: ReminderKind, day: string): RawBuilder<unknown> {
  return kind === "stillComing" ? confirmedFor(day, "no") : sql`standing in ('going', 'waiting')`;
}

/** The day of the start, if the reminder is still due. */
export async function dueDay(
  db: Kysely<Database> | Transaction<Database>,
  { now }: Pick<RemindDeps, "now">,
  { eventId, kind, due }: RemindGuests,
) {
  const event = await eventRow(db, eventId);
  const details = event && presentDetails(event);
  const day = details && dayOfStart(details);
  return day && reminderTimes(details)[kind] === due && isReminderDue({ kind, day }, details, now().getTime()) ? day : null;
}

/** Returns the id after which the next page starts; undefined after the last. */
async function remindPage(tx: Transaction<Database>, deps: RemindDeps, job: RemindGuests, after: string) {
  const day = await dueDay(tx, deps, job);
  if (!day) return undefined;
  const { eventId, kind } = job;
  const found = await sql<NotNull<Columns<"guests", "id" | "email">, "email">>`
    select id, email from guests
    where event_id = ${eventId} and id > ${after} and removed_at is null and email is not null and delivery <> 'revoked'
      and ${isReminded(kind, day)}
    order by id limit ${PAGE}`.execute(tx);
  const mails = found.rows.map(({ id, email }) => ({
    cause: `reminder:${eventId}:${id}:${kind} ${day}`,
    kind: "reminder",
    recipient: email,
    payload: { eventId, guestId: id, reminder: kind, day },
  }));
  await deps.queueMail(tx, ...mails);
  return found.rows.length < PAGE ? undefined : found.rows.at(-1)?.id;
}
