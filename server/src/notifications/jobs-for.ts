import { assertNever } from "@turnout/contract/assert-never";
import type { StoredEntry } from "@turnout/contract/log";
import type { Job } from "../jobs/jobs.ts";
import type { TellGuest, TellGuests } from "./job-payloads.ts";
import type { AnswerMail } from "./mail-kinds.ts";

/** The work an entry sets off. Pure, so that who hears about what is one table to read and test. */
export function jobsFor(eventId: string, { seq, body }: StoredEntry): Job[] {
  switch (body.type) {
    case "guest.invited":
      return body.delivery === "queued" ? tell(body, "invitation") : [];
    case "rsvp.answered":
      return body.byHost ? [] : tell(body, body.guest?.standing === "waiting" ? "waitlisted" : "confirmation");
    case "guest.promoted":
      return tell(body, "promoted");
    case "event.edited":
      return body.news && !body.news.quietly ? tellAll(body.details.revision, "changed") : [];
    case "event.cancelled":
      return tellAll(body.details.revision, "cancelled");
    case "event.created":
    case "event.published":
    case "host.added":
    case "host.removed":
    case "share.renewed":
    case "guest.added":
    case "guest.passedOver":
    case "guest.edited":
    case "guest.removed":
    case "guest.readmitted":
    case "guest.claimed":
    case "link.made":
    case "invitation.revoked":
    case "delivery.changed":
    case "chat.posted":
    case "chat.edited":
    case "chat.deleted":
      return [];
    default:
      return assertNever(body);
  }

  function tell({ guest }: { guest: { guestId: string; email: string | null } | null }, kind: "invitation" | AnswerMail): Job[] {
    if (!guest?.email) return [];
    return [{ name: "tellGuest", payload: { eventId, guestId: guest.guestId, seq, kind } satisfies TellGuest }];
  }

  function tellAll(revision: number, kind: TellGuests["kind"]): Job[] {
    return [{ name: "tellGuests", payload: { eventId, revision, seq, kind } satisfies TellGuests }];
  }
}
