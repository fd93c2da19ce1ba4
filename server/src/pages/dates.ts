import { formatEventTime, formatLocal } from "@turnout/contract/event-time";
import type { EventDetails } from "@turnout/contract/events";
import { wallClockOf } from "@turnout/contract/wall-clock";

/** Formatted dates that a process caches: all readers of an event's page get the same ones. */
export const MAX_REMEMBERED = 1_000;

const DEADLINE = { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" } as const;

/** How this folder's pages write dates and times: those of `formatEventTime`, and the deadline's. */
export const DATE_FORMATS: Intl.DateTimeFormatOptions[] = [
  { weekday: "long" },
  { day: "numeric", month: "long", year: "numeric" },
  { timeStyle: "short" },
  DEADLINE,
];

/** The event's date and time in words; null if it has none yet. */
export function whenOf(details: EventDetails, locale: string): ReturnType<typeof formatEventTime> {
  const { allDay, starts, ends, startsAt, endsAt, zone } = details;
  return times([allDay, starts, ends, startsAt, endsAt, zone, locale].join(" "), () => formatEventTime(details, { locale }));
}

/** The deadline in words, in the event's time zone; null if there is none. */
export function deadlineOf(details: EventDetails, locale: string): string | null {
  const { answersCloseAt, answersClose, zone } = details;
  if (!answersCloseAt) return null;
  return deadlines(`${answersCloseAt} ${answersClose} ${zone} ${locale}`, () => {
    const local = wallClockOf(details).answersClose;
    return local && formatLocal(local, locale, DEADLINE);
  });
}

const times = remembered<ReturnType<typeof formatEventTime>>();
const deadlines = remembered<string | null>();

/** Caches one value for each key; at the limit, the oldest value leaves. */
export function remembered<Value>(most = MAX_REMEMBERED): (key: string, make: () => Value) => Value {
  const made = new Map<string, Value>();
  return (key, make) => {
    if (made.has(key)) return made.get(key)!;
    if (made.size >= most) made.delete(made.keys().next().value!);
    const value = make();
    made.set(key, value);
    return value;
  };
}
