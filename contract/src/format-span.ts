import { formatLocal } from "./event-time.ts";

/** A span of wall-clock times or of days in words, without any zone. Null: no end. */
export function formatSpan(starts: string, ends: string | null, locale: string): string {
  const hasTime = starts.length > 10;
  const whole: Intl.DateTimeFormatOptions = hasTime ? { dateStyle: "full", timeStyle: "short" } : { dateStyle: "full" };
  const start = formatLocal(starts, locale, whole);
  if (ends === null) return start;
  return `${start} – ${formatLocal(ends, locale, hasTime && starts.slice(0, 10) === ends.slice(0, 10) ? { timeStyle: "short" } : whole)}`;
}
