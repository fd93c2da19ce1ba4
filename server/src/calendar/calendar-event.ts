import { calendarDays, calendarUid, type CalendarEvent } from "@turnout/contract/calendar";
import { markupText, parseMarkup } from "@turnout/contract/markup";
import { isTimeZone } from "@turnout/contract/time-zones";
import type { EventSnapshot } from "@turnout/contract/snapshot";

interface Sender {
  publicUrl: string;
  /** What the names of entries end in; see `keptCalendarHost`. */
  calendarHost: string;
  /** The address that mail comes from: an organizer has to be one that exists, and a host's own is nobody else's business. */
  mailAddress: string;
}

/** What a reader's calendar gets to know of an event: no more than their page. Null while there is no start. */
export function calendarEvent(
  snapshot: Pick<EventSnapshot, "eventId" | "details" | "hosts">,
  { publicUrl, calendarHost, mailAddress }: Sender,
): CalendarEvent | null {
  const { details, eventId, hosts } = snapshot;
  if (!details.startsAt) return null;
  return {
    id: eventId,
    uid: calendarUid(eventId, calendarHost),
    title: details.title,
    start: details.startsAt,
    end: details.endsAt,
    days: calendarDays(details),
    zone: isTimeZone(details.zone) ? details.zone : "UTC", // earlier versions took whatever their runtime knew
    place: details.place,
    description: markupText(parseMarkup(details.description, { kind: "description" })),
    url: `${publicUrl}/e/${eventId}`,
    organizer: { name: hosts[0]?.name ?? "Turnout", email: mailAddress },
    revision: details.revision,
    status: details.status === "cancelled" ? "cancelled" : "confirmed",
    updatedAt: new Date().toISOString(),
  };
}
