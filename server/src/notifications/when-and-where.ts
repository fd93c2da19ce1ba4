import { assertNever } from "@turnout/contract/assert-never";
import { formatEventTime } from "@turnout/contract/event-time";
import type { Place } from "@turnout/contract/events";
import type { EventRow } from "../log/event-row.ts";
import type { Block } from "../mail/letter.ts";
import type { MailTexts } from "../mail/texts.ts";

/** Date and place as a mail shows them, in the event's own zone: nobody knows where a mail will be read. */
export function whenAndWhere(event: Pick<EventRow, "starts_at" | "ends_at" | "zone" | "place">, locale: string, texts: MailTexts): Block {
  const where = { name: texts.where, lines: placeLines(event.place, texts) };
  const when = whenLines(event, locale, texts);
  return { type: "facts", facts: when ? [{ name: texts.when, lines: when }, where] : [where] };
}

function whenLines({ starts_at, ends_at, zone }: Pick<EventRow, "starts_at" | "ends_at" | "zone">, locale: string, texts: MailTexts) {
  if (!starts_at) return null;
  const { start, end, city } = formatEventTime({ start: iso(starts_at), end: ends_at && iso(ends_at), zone, locale });
  const day = `${start.weekday}, ${start.date}`;
  if (!end) return [day, texts.inCity(start.time, city)];
  if (end.sameDay) return [day, texts.inCity(`${start.time} – ${end.time}`, city)];
  return [day, `${texts.inCity(start.time, city)} –`, `${end.weekday}, ${end.date}, ${texts.inCity(end.time, city)}`];
}

const iso = (at: Date) => new Date(at).toISOString();

function placeLines(place: Place, texts: MailTexts): string[] {
  switch (place.kind) {
    case "place":
      return [place.name, place.address].filter(Boolean);
    case "online":
      return [texts.online, place.url ?? ""].filter(Boolean);
    case "later":
      return [texts.placeLater];
    default:
      return assertNever(place);
  }
}
