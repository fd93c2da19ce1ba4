import { calendarEnd, locationText, type CalendarEvent } from "./calendar.ts";
import { dayAfter } from "./wall-clock.ts";

/** Ways to get an event into a calendar. `ics` is the event's file: Apple's calendars, Thunderbird and Outlook open it. */
export type CalendarOffer = "ics" | "google" | "outlook" | "office";

/** The ways to offer, the one this browser's owner most likely wants first. None is ever left out. */
export function calendarOffers(userAgent: string): CalendarOffer[] {
  if (/iPhone|iPad|iPod|Macintosh/.test(userAgent)) return ["ics", "google", "outlook", "office"];
  if (/Windows/.test(userAgent)) return ["outlook", "google", "office", "ics"];
  return ["google", "ics", "outlook", "office"];
}

/** Services refuse addresses of some 8 kB; a code unit of text becomes up to nine characters of one. */
export const MAX_LINK_DESCRIPTION = 500;

type LinkedEvent = Pick<CalendarEvent, "title" | "start" | "end" | "days" | "zone" | "place" | "description" | "url">;

/** Opens Google Calendar with the event filled in, shown in the event's own zone. */
export function googleCalendarLink(event: LinkedEvent): string {
  return address("https://calendar.google.com/calendar/render", {
    action: "TEMPLATE",
    text: event.title,
    dates: spanOf(event).map(compact).join("/"),
    ctz: event.zone,
    details: linkDescription(event),
    location: locationText(event.place),
  });
}

/** Opens Outlook on the web with the event filled in: `live` for private accounts, `office` for those of firms and schools. */
export function outlookCalendarLink(event: LinkedEvent, kind: "live" | "office"): string {
  const [startdt, enddt] = spanOf(event);
  return address(`https://outlook.${kind}.com/calendar/0/deeplink/compose`, {
    path: "/calendar/action/compose",
    rru: "addevent",
    subject: event.title,
    startdt,
    enddt,
    allday: event.days ? "true" : "",
    body: asOutlookBody(linkDescription(event)),
    location: locationText(event.place),
  });
}

/** Outlook reads the body as HTML; a `<` typed by the host has to stay a `<`. */
function asOutlookBody(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/\r\n|\r|\n/g, "<br>");
}

function linkDescription({ description, url }: LinkedEvent): string {
  const short = [...description.trim()].slice(0, MAX_LINK_DESCRIPTION).join("");
  const text = short === description.trim() ? short : `${short}…`;
  return [text, url].filter(Boolean).join("\n\n");
}

/** From when until when, the end not included: for both services the day after the last one. */
function spanOf(event: LinkedEvent): [string, string] {
  if (event.days) return [event.days.first, dayAfter(event.days.last)];
  return [toSeconds(event.start), toSeconds(calendarEnd(event))];
}

function toSeconds(instant: string): string {
  return new Date(instant).toISOString().replace(/\.\d+Z$/, "Z");
}

function compact(time: string): string {
  return time.replace(/[-:]/g, "");
}

/** Spaces as `%20`: Outlook shows a `+` as a plus sign. */
function address(base: string, parameters: Record<string, string>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== "");
  return `${base}?${given.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join("&")}`;
}
