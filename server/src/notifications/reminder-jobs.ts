import type { EventDetails } from "@turnout/contract/events";
import type { StoredEntry } from "@turnout/contract/log";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { statementsIn } from "../db/statements.ts";
import { presentDetails } from "../events/present.ts";
import type { Job } from "../jobs/jobs.ts";
import type { EventRow } from "../log/event-row.ts";
import type { Enqueue } from "../mail/outbox.ts";
import type { RemindGuests } from "./job-payloads.ts";
import { remindersAhead } from "./reminder-times.ts";

/** What moves a reminder, or turns it on. */
const scheduling = new Set(["startsAt", "starts", "zone", "allDay", "dayBeforeReminder", "hoursBeforeReminder", "stillComing"]);
/** Events that start within it are looked at for reminders that nobody has queued (ms): longer than the earliest one is early. */
const LOOK_AHEAD = 3 * 86_400_000;

/** The reminders that an entry causes, each due at its own time. One that has moved since finds that out when it is due. */
export function reminderJobsFor(eventId: string, { at, body }: Pick<StoredEntry, "at" | "body">): Job[] {
  const isScheduled =
    body.type === "event.published" || (body.type === "event.edited" && body.changed.some((field) => scheduling.has(field)));
  return isScheduled ? reminderJobs(eventId, body.details, new Date(at)) : [];
}

/** Queued again for the same time, a job stays one. */
export function reminderJobs(eventId: string, details: EventDetails, now: Date): Job[] {
  return remindersAhead(details, now.getTime()).map(({ kind, at }) => ({
    name: "remindGuests",
    payload: { eventId, kind, due: at } satisfies RemindGuests,
    startAfter: new Date(at),
  }));
}

/** Queues the reminders of events that an earlier version, or an import, has written without. */
export async function queueReminders(db: Kysely<Database>, enqueue: Enqueue, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const soon = await sql<EventRow>`
      select * from events where status = 'published' and starts_at > ${now} and starts_at < ${new Date(now.getTime() + LOOK_AHEAD)}`.execute(
      tx,
    );
    const jobs = soon.rows.flatMap((event) => reminderJobs(event.id, presentDetails(event), now));
    if (jobs.length > 0) await enqueue(statementsIn(tx), jobs);
  });
}
