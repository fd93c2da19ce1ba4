const MINUTE = 60_000;

/** A wall-clock time some minutes later, on a calendar without clock changes. */
export function addMinutes(local: string, minutes: number): string {
  return new Date(Date.parse(`${local}Z`) + minutes * MINUTE).toISOString().slice(0, 16);
}

export function minutesBetween(from: string, to: string): number {
  return (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / MINUTE;
}

/** One wall-clock time from the values of a date and a time input; null while it is incomplete, such as the year 20. */
export function localTimeOf(date: string, time: string): string | null {
  return dayOf(date) && /^\d\d:\d\d/.test(time) ? `${date}T${time.slice(0, 5)}` : null;
}

/** A date as its input has it; null while it is none. */
export function dayOf(date: string): string | null {
  return /^(19[7-9]|[2-9]\d\d)\d-\d\d-\d\d$/.test(date) ? date : null;
}

type Times = { allDay: boolean; starts: string | null; ends: string | null };

/** Until this hour (24-hour clock) the evening before has not ended. */
const NIGHT_ENDS = "06:00";

/** The same times as days: a party until two in the morning is on one day. */
export function asDays({ starts, ends }: Times): Times {
  const first = starts && starts.slice(0, 10);
  const last = ends && (ends.slice(11) <= NIGHT_ENDS ? addMinutes(ends, -24 * 60).slice(0, 10) : ends.slice(0, 10));
  return { allDay: true, starts: first, ends: first && last && last > first ? last : null };
}

/** The same days as times: the earlier times, if they were on these days. */
export function asTimes({ starts, ends }: Times, before: Times | null, usualTime: string): Times {
  const was = before && asDays(before);
  if (was && was.starts === starts && was.ends === ends) return { ...before, allDay: false };
  const time = before?.starts?.slice(11) ?? usualTime;
  return { allDay: false, starts: starts && `${starts}T${time}`, ends: ends && `${ends}T${time}` };
}

/** An end that is as far from the new start as the old one was from the old. */
export function movedEnd({ allDay, starts, ends }: Times, next: string): string | null {
  if (!starts || !ends) return ends;
  const time = (local: string) => (allDay ? `${local}T00:00` : local);
  const length = minutesBetween(time(starts), time(ends));
  if (length < 0 || (length === 0 && !allDay)) return ends;
  return addMinutes(time(next), length).slice(0, next.length);
}
