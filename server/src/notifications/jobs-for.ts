import { mailingOf } from "@turnout/contract/entry-kinds";
import type { StoredEntry } from "@turnout/contract/log";
import type { Job, Jobs } from "../jobs/jobs.ts";
import type { Effect } from "../log/postgres-store.ts";
import type { TellGuest, TellGuests } from "./job-payloads.ts";

/** The jobs that an entry causes; the contract declares beside each kind who gets an email. Pure. */
export function jobsFor(eventId: string, { seq, body }: StoredEntry): Job[] {
  const mailing = mailingOf(body);
  if (!mailing) return [];
  if (mailing.to === "guest")
    return [{ name: "tellGuest", payload: { eventId, guestId: mailing.guestId, seq, kind: mailing.kind } satisfies TellGuest }];
  return [{ name: "tellGuests", payload: { eventId, revision: mailing.revision, seq, kind: mailing.kind } satisfies TellGuests }];
}

/** Queues the jobs that entries cause, in the transaction that appends them. */
export function enqueueCausedJobs(enqueue: Jobs["enqueue"]): Effect {
  return (run, eventId, entries) => {
    const caused = entries.flatMap((entry) => jobsFor(eventId, entry));
    return caused.length === 0 ? null : enqueue(run, caused);
  };
}
