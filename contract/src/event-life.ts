/** How long an event without an end is taken to last. */
export const ASSUMED_HOURS = 6;

/** An event's instants: what now is compared with. Of an all-day event they are the midnights around its days, in its own zone. */
export interface Lifetime {
  startsAt: string | Date | null;
  endsAt: string | Date | null;
  allDay?: boolean | undefined;
}

/** Whether an event has ended; without an end, so many hours after its start. `now` in milliseconds. */
export function isOver({ startsAt, endsAt }: Lifetime, now: number): boolean {
  if (endsAt !== null) return epoch(endsAt) <= now;
  return startsAt !== null && epoch(startsAt) + ASSUMED_HOURS * 3_600_000 <= now;
}

/** Whether freed seats go to nobody any more: from the start on. A day has no hour at which it starts, so of days once they are over. */
export function areSeatsFinal(event: Lifetime, now: number): boolean {
  if (event.allDay) return isOver(event, now);
  return event.startsAt !== null && epoch(event.startsAt) <= now;
}

const epoch = (instant: string | Date) => new Date(instant).getTime();
