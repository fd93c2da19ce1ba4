import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, NotNull } from "../db/row-types.ts";
import { NIL_UUID } from "../db/uuid.ts";
import { presentDetails } from "../events/present.ts";
import { eventRow } from "../events/queries.ts";
import type { QueueMail } from "../mail/outbox.ts";
import type { RemindGuests } from "./job-payloads.ts";
import { dayOfStart, isReminderDue, reminderTimes } from "./reminder-times.ts";

/** How early a job may run, since the database's clock decides when it is due and this process's whether it still is (ms). */
const EARLY = 60_000;
/** Guests whose reminders are queued in one transaction. */
const PAGE = 500;

interface RemindDeps {
  db: Kysely<Database>;
  queueMail: QueueMail;
  now: () => Date;
}

/**
 * Queues a reminder for everyone who comes or waits for a seat, in pages. Nobody gets one twice, however often this runs; nobody gets one
 * if the event has moved, was cancelled or has begun.
 */
export async function remindGuests(deps: RemindDeps, job: RemindGuests): Promise<void> {
  if (Date.parse(job.due) > deps.now().getTime() + EARLY)
    throw new Error(`a reminder is due at ${job.due}, which is in the future: the clocks of the database and of this server differ`);
  for (let after: string | undefined = NIL_UUID; after !== undefined;) {
    const from: string = after;
    after = await deps.db.transaction().execute((tx) => remindPage(tx, deps, job, from));
  }
}

/** Returns the id after which the next page starts; undefined after the last. */
async function remindPage(tx: Transaction<Database>, { queueMail, now }: RemindDeps, { eventId, kind, due }: RemindGuests, after: string) {
  const event = await eventRow(tx, eventId);
  const details = event && presentDetails(event);
  const day = details && dayOfStart(details);
  if (!day || reminderTimes(details)[kind] !== due || !isReminderDue({ kind, day }, details, now().getTime())) return undefined;
  const found = await sql<NotNull<Columns<"guests", "id" | "email">, "email">>`
    select id, email from guests
    where event_id = ${eventId} and id > ${after} and removed_at is null and email is not null and delivery <> 'revoked'
      and standing in ('going', 'waiting')
    order by id limit ${PAGE}`.execute(tx);
  const mails = found.rows.map(({ id, email }) => ({
    cause: `reminder:${eventId}:${id}:${kind} ${day}`,
    kind: "reminder",
    recipient: email,
    payload: { eventId, guestId: id, reminder: kind, day },
  }));
  await queueMail(tx, ...mails);
  return found.rows.length < PAGE ? undefined : found.rows.at(-1)?.id;
}
