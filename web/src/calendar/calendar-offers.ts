/** Ways to get an event into a calendar. `ics` is the event's file: Apple's calendars, Thunderbird and Outlook open it. */
export type CalendarOffer = "ics" | "google" | "outlook" | "office";

/** All ways, the likeliest for this browser first. */
export function calendarOffers(userAgent: string): CalendarOffer[] {
  if (/iPhone|iPad|iPod|Macintosh/.test(userAgent)) return ["ics", "google", "outlook", "office"];
  if (/Windows/.test(userAgent)) return ["outlook", "google", "office", "ics"];
  return ["google", "ics", "outlook", "office"];
}
