import { DAILY_AT, QUIET_HOUR, type EmailPace } from "@turnout/contract/notification-choices";
import { instantToLocal, isTimeZone, localToInstant } from "@turnout/contract/time-zones";
import { dayAfter } from "@turnout/contract/wall-clock";
import { LIVE_GRACE } from "./channels.ts";

/** A pace at which something is sent. */
export type Pace = Exclude<EmailPace, "off">;

/** How long after the first of several that keep coming they are sent at the latest (ms). */
export const QUIET_AT_MOST = 6 * 3_600_000;
/** Between two emails of what is sent at once (ms): what comes meanwhile comes together. */
export const AT_ONCE_APART = 300_000;

/** When one notification is due by itself. */
export function dueOf(pace: Pace, now: Date, zone: string): Date {
  if (pace === "quiet") return new Date(now.getTime() + QUIET_HOUR);
  const soonest = new Date(now.getTime() + LIVE_GRACE);
  return pace === "atOnce" ? soonest : nextMorning(soonest, zone);
}

/** The first `DAILY_AT` after a moment on a zone's clock, where clocks are changed, too. */
function nextMorning(after: Date, zone: string): Date {
  const known = isTimeZone(zone) ? zone : "UTC";
  const today = instantToLocal(after.toISOString(), known).slice(0, 10);
  const mornings = [today, dayAfter(today)].map((day) => new Date(localToInstant(`${day}T${DAILY_AT}`, known).instant));
  return mornings.find((morning) => morning > after) ?? new Date(after.getTime() + 86_400_000);
}

/** What of one pace waits for a person: when the first and the last of it are due by themselves. */
export interface Waiting {
  pace: Pace;
  first: Date;
  last: Date;
}

/** When what waits at one pace is sent, after an email at `sentAt`. */
export function whenSent({ pace, first, last }: Waiting, sentAt: Date | null): Date {
  if (pace === "daily") return first;
  if (pace === "quiet") return new Date(Math.min(last.getTime(), first.getTime() - QUIET_HOUR + QUIET_AT_MOST));
  return new Date(Math.max(first.getTime(), (sentAt?.getTime() ?? 0) + AT_ONCE_APART));
}

/** When the next email of what waits is due; null: nothing waits. */
export function nextOf(waiting: Waiting[], sentAt: Date | null): Date | null {
  const times = waiting.map((one) => whenSent(one, sentAt).getTime());
  return times.length === 0 ? null : new Date(Math.min(...times));
}
