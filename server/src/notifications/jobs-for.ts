import { assertNever } from "@turnout/contract/assert-never";
import type { StoredEntry } from "@turnout/contract/log";
import type { Job } from "../jobs/jobs.ts";

/** Fields whose change guests have to hear of. */
const material = new Set(["startsAt", "endsAt", "zone", "place"]);

/** The work an entry sets off. Pure, so that who hears about what is one table to read and test. */
export function jobsFor(eventId: string, { seq, body, context }: StoredEntry): Job[] {
  const tellGuest = (guestId: string, kind: string, more: Record<string, unknown> = {}): Job[] => [
    { name: "tellGuest", payload: { eventId, guestId, seq, kind, ...more } },
  ];
  switch (body.type) {
    case "guest.invited":
      return body.delivery === "queued" && body.guest?.email ? tellGuest(body.guest.guestId, "invitation", { message: body.message }) : [];
    case "rsvp.answered":
      if (body.byHost || !body.guest?.email) return [];
      return tellGuest(body.guest.guestId, body.guest.standing === "waiting" ? "waitlisted" : "confirmation");
    case "guest.promoted":
      return body.guest?.email ? tellGuest(body.guest.guestId, "promoted") : [];
    case "event.edited":
      if (context.status !== "published" || !body.changed.some((field) => material.has(field))) return [];
      return [{ name: "tellGuests", payload: { eventId, seq, kind: "changed" } }];
    case "event.cancelled":
      return [{ name: "tellGuests", payload: { eventId, seq, kind: "cancelled" } }];
    case "event.created":
    case "event.published":
    case "host.added":
    case "host.removed":
    case "share.renewed":
    case "guest.added":
    case "guest.passedOver":
    case "guest.edited":
    case "guest.removed":
    case "guest.claimed":
    case "invitation.revoked":
    case "delivery.changed":
    case "chat.posted":
    case "chat.edited":
    case "chat.deleted":
      return [];
    default:
      return assertNever(body);
  }
}
