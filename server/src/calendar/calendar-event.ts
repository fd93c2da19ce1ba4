import { calendarDays, calendarUid, type CalendarEvent } from "@turnout/contract/calendar";
import { markupText, parseMarkup } from "@turnout/contract/markup";
import { isTimeZone } from "@turnout/contract/time-zones";
import type { EventSnapshot } from "@turnout/contract/snapshot";

interface Sender {
  publicUrl: string;
  /** The host part of UIDs; see `keptCalendarHost`. */
  calendarHost: string;
  /** The sender address of emails, as ORGANIZER: it has to exist, and a host's own stays private. */
  mailAddress: string;
}

/** The calendar entry of an event, with no more than the viewer's page shows. Null while there is no start. */
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
    zone: isTimeZone(details.zone) ? details.zone : "UTC", // earlier versions accepted any zone of their runtime
    place: details.place,
    description: markupText(parseMarkup(details.description, { kind: "description" })),
    url: `${publicUrl}/e/${eventId}`,
    organizer: { name: hosts[0]?.name ?? "Turnout", email: mailAddress },
    revision: details.revision,
    status: details.status === "cancelled" ? "cancelled" : "confirmed",
    updatedAt: new Date().toISOString(),
  };
}
