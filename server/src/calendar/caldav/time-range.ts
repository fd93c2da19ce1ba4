import { calendarEnd, type CalendarEvent } from "@turnout/contract/calendar";
import { cal, childOf, type Element } from "./xml.ts";

/** Entries that a calendar-query asks for: all, none, or those that touch a time (RFC 4791, 9.7). Null: by a filter that we lack. */
export type Wanted = ((event: CalendarEvent) => boolean) | null;

const ALL = () => true;
const NONE = () => false;

export function wantedBy(query: Element): Wanted {
  const calendar = childOf(query, cal("filter"))?.children[0];
  if (calendar?.name !== cal("comp-filter") || calendar.attributes.name !== "VCALENDAR") return null;
  if (calendar.children.length === 0) return ALL;
  const [component, ...others] = calendar.children;
  if (others.length > 0 || component!.name !== cal("comp-filter")) return null;
  if (component!.attributes.name !== "VEVENT") return NONE; // to-dos, journals: there are none
  if (component!.children.length === 0) return ALL;
  const [range, ...more] = component!.children;
  return more.length === 0 && range!.name === cal("time-range") ? within(range!) : null;
}

function within({ attributes }: Element): Wanted {
  const [start, end] = [timeOf(attributes.start, -Infinity), timeOf(attributes.end, Infinity)];
  if (Number.isNaN(start) || Number.isNaN(end)) return null;
  return (event) => {
    const [begins, ends] = [Date.parse(event.start), Date.parse(calendarEnd(event))];
    // What ends when it begins is within a time that begins then.
    return begins < end && (ends > start || (ends === begins && begins >= start));
  };
}

/** An instant in UTC: 20260618T190000Z. NaN for anything else. */
function timeOf(text: string | undefined, absent: number): number {
  if (text === undefined) return absent;
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)?.slice(1);
  return parts ? Date.parse(`${parts.slice(0, 3).join("-")}T${parts.slice(3).join(":")}Z`) : Number.NaN;
}
