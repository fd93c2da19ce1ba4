import { mailingOf } from "@turnout/contract/entry-kinds";
import type { StoredEntry } from "@turnout/contract/log";
import { bulletinJobsFor } from "./bulletin-jobs.ts";
import type { Job, Jobs } from "../jobs/jobs.ts";
import type { Effect } from "../log/postgres-store.ts";
import type { TellGuest, TellGuests, TellHosts, TellRemoval } from "./job-payloads.ts";
import { notifyJobsFor } from "./notices.ts";
import { pushJobsFor } from "./push-jobs-for.ts";
import { REMOVAL_GRACE } from "./removal-grace.ts";
import { reminderJobsFor } from "./reminder-jobs.ts";

/** The jobs that an entry causes; the contract declares beside each kind who gets an email. Pure. */
export function jobsFor(eventId: string, { seq, at, body }: StoredEntry): Job[] {
  const mailing = mailingOf(body);
  if (!mailing) return [];
  if (mailing.to === "guests")
    return [
      {
        name: "tellGuests",
        payload: { eventId, revision: mailing.revision, seq, kind: mailing.kind, isNotified: true } satisfies TellGuests,
      },
    ];
  if (mailing.to === "hosts")
    return [{ name: "tellHosts", payload: { eventId, guestId: mailing.guestId, seq, kind: mailing.kind } satisfies TellHosts }];
  const { guestId, kind } = mailing;
  if (kind !== "removed" && kind !== "readmitted")
    return [{ name: "tellGuest", payload: { eventId, guestId, seq, kind } satisfies TellGuest }];
  const payload = { eventId, guestId, seq, kind } satisfies TellRemoval;
  return [{ name: "tellRemoval", payload, ...(kind === "removed" && { startAfter: new Date(Date.parse(at) + REMOVAL_GRACE) }) }];
}

/** Queues the jobs that entries cause, in the transaction that appends them. */
export function enqueueCausedJobs(enqueue: Jobs["enqueue"]): Effect {
  return (run, eventId, entries) => {
    const caused = entries.flatMap((entry) => [
      ...jobsFor(eventId, entry),
      ...reminderJobsFor(eventId, entry),
      ...bulletinJobsFor(eventId, entry),
      ...pushJobsFor(eventId, entry),
    ]);
    caused.push(...notifyJobsFor(eventId, entries));
    return caused.length === 0 ? null : enqueue(run, caused);
  };
}
