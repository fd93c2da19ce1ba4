import { calendarEnd, locationText, type CalendarEvent } from "@turnout/contract/calendar";
import { dayAfter } from "@turnout/contract/wall-clock";
import { z } from "zod";

/** Calendars on the web that take an event from an address. `outlook` is for private accounts, `office` for those of firms and schools. */
export const CalendarService = z.enum(["google", "outlook", "office"]);
export type CalendarService = z.infer<typeof CalendarService>;

/**
 * Most characters of such an address. It is a header of the reply that leads there, and many proxies take 4 KB of headers, of which
 * the others are about 1.5.
 */
export const MAX_SERVICE_LINK = 2_000;

type LinkedEvent = Pick<CalendarEvent, "title" | "start" | "end" | "days" | "zone" | "place" | "description" | "url">;

/**
 * The address at which a service opens with the event filled in. Its host is the service's own, whatever the event says. Of a
 * long place and a long description it has the beginning; the page, which it names, has all of them.
 */
export function serviceLink(service: CalendarService, event: LinkedEvent): string {
  const link = (texts: Texts) => (service === "google" ? googleLink(event, texts) : outlookLink(event, texts, service));
  const encoded = (texts: Texts) => link(texts).length;
  const room = MAX_SERVICE_LINK - encoded({ location: "", details: event.url });
  const location = placeWithin(event.place, room / 2);
  const described = (words: string) => ({ location, details: [words, event.url].filter(Boolean).join("\n\n") });
  const words = beginning(event.description.trim(), (some) => encoded(described(some)) <= MAX_SERVICE_LINK);
  return link(described(words));
}

interface Texts {
  location: string;
  details: string;
}

/** A web address is whole or left out. */
function placeWithin(place: LinkedEvent["place"], room: number): string {
  const text = locationText(place);
  const fits = (some: string) => encodeURIComponent(some.toWellFormed()).length <= room;
  if (place.kind === "online") return fits(text) ? text : "";
  return beginning(text, fits);
}

/** The text, or as many of its characters as fit, with an ellipsis. */
function beginning(text: string, fits: (some: string) => boolean): string {
  if (text === "" || fits(text)) return text;
  const characters = [...text];
  const cut = (count: number) => `${characters.slice(0, count).join("")}…`;
  let [most, tooMany] = [0, Math.min(characters.length, MAX_SERVICE_LINK)];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (fits(cut(middle))) most = middle;
    else tooMany = middle;
  }
  return most === 0 ? "" : cut(most);
}

/** Google shows the event in the event's own zone. */
function googleLink(event: LinkedEvent, { location, details }: Texts): string {
  return address("https://calendar.google.com/calendar/render", {
    action: "TEMPLATE",
    text: event.title,
    dates: spanOf(event).map(compact).join("/"),
    ctz: event.zone,
    details,
    location,
  });
}

function outlookLink(event: LinkedEvent, { location, details }: Texts, service: "outlook" | "office"): string {
  const [startdt, enddt] = spanOf(event);
  return address(`https://outlook.${service === "outlook" ? "live" : "office"}.com/calendar/0/deeplink/compose`, {
    path: "/calendar/action/compose",
    rru: "addevent",
    subject: event.title,
    startdt,
    enddt,
    allday: event.days ? "true" : "",
    body: asOutlookBody(details),
    location,
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

/** Start and end, the end excluded: of an all-day event it is the day after the last one. */
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
