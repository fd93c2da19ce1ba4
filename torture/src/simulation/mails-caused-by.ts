import type { StoredEntry } from "@turnout/contract/log";
import type { GuestRow } from "../../../server/src/guests/tables.ts";
import type { TellGuest } from "../../../server/src/notifications/job-payloads.ts";
import { jobsFor } from "../../../server/src/notifications/jobs-for.ts";
import type { History } from "../history.ts";
import type { Rows } from "./memory-rows.ts";

export type Mail = History["final"]["mails"][number];

/** The mails to single guests that entries cause, as a worker sends them that is never late. */
export function mailsCausedBy(eventId: string, entries: StoredEntry[], guests: Rows): Mail[] {
  return entries
    .flatMap((entry) => jobsFor(eventId, entry))
    .flatMap(({ name, payload }) => {
      if (name !== "tellGuest") return [];
      const { kind, guestId, seq } = payload as unknown as TellGuest;
      const { email, removed_at, delivery } = guests.get(guestId) as unknown as GuestRow;
      if (email === null || removed_at || delivery === "revoked") return [];
      return [{ to: email, kind, messageId: `<${kind}-${guestId}-${seq}@example.org>`, subject: kind }];
    });
}
