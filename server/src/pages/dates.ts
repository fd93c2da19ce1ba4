import { formatEventTime, formatLocal } from "@turnout/contract/event-time";
import type { EventDetails } from "@turnout/contract/events";
import { runtimeLocal } from "@turnout/contract/runtime-clock";

/** Dates in words that a process remembers: everybody who opens an event's page reads the same ones. */
export const MAX_REMEMBERED = 1_000;

/** When an event is, in words; null if that is not known yet. */
export function whenOf(details: EventDetails, locale: string): ReturnType<typeof formatEventTime> {
  const { allDay, starts, ends, startsAt, endsAt, zone } = details;
  return times([allDay, starts, ends, startsAt, endsAt, zone, locale].join(" "), () => formatEventTime(details, { locale }));
}

/** By when to answer, in words on the event's clock; null if there is no deadline. */
export function deadlineOf({ answersCloseAt, zone }: EventDetails, locale: string): string | null {
  if (!answersCloseAt) return null;
  return deadlines(`${answersCloseAt} ${zone} ${locale}`, () => {
    const local = runtimeLocal(answersCloseAt, zone);
    return local && formatLocal(local, locale, { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
  });
}

const times = remembered<ReturnType<typeof formatEventTime>>();
const deadlines = remembered<string | null>();

/** Makes a value once for each key, and forgets the ones made longest ago. */
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
