/** How long an event without an end is taken to last. */
export const ASSUMED_HOURS = 6;

/** When an event starts and ends. For an all-day event these are the midnights around its days, in its own zone. */
export interface EventInstants {
  startsAt: string | Date | null;
  endsAt: string | Date | null;
  allDay?: boolean | undefined;
}

/** Whether an event has ended; without an end, so many hours after its start. `now` in milliseconds. */
export function isOver({ startsAt, endsAt }: EventInstants, now: number): boolean {
  if (endsAt !== null) return toMillis(endsAt) <= now;
  return startsAt !== null && toMillis(startsAt) + ASSUMED_HOURS * 3_600_000 <= now;
}

/** Whether freed seats no longer go to the waitlist: from the start on, or, for an all-day event, once it has ended. */
export function areSeatsFinal(event: EventInstants, now: number): boolean {
  if (event.allDay) return isOver(event, now);
  return event.startsAt !== null && toMillis(event.startsAt) <= now;
}

const toMillis = (instant: string | Date) => new Date(instant).getTime();
