import { useLingui } from "@lingui/react";
import { useMemo, useSyncExternalStore } from "react";
import { onClockSet, serverNow } from "../clock.ts";
import { formattingLocale } from "../i18n.ts";

const DAY = 86_400;
/** A year's mean length (s): counted in years of 365 days, thousands of years would be some too many. */
const MEAN_YEAR = 365.2425 * DAY;
const UNITS = [
  ["year", 365 * DAY],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", DAY],
  ["hour", 3_600],
  ["minute", 60],
] as const;
const TICK_MS = 30_000;

/** "5 minutes ago", kept current, with the exact time on hover. `at` is an ISO instant. */
export function RelativeTime({ at }: { at: string }) {
  const locale = formattingLocale(useLingui().i18n.locale);
  const now = useSyncExternalStore(subscribeToTick, () => tick);
  const exact = useTimeFormat({ dateStyle: "full", timeStyle: "short" });
  const relative = useMemo(() => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }), [locale]);
  const [value, unit] = distance(Date.parse(at) - now);
  return (
    <time dateTime={at} title={exact.format(Date.parse(at))}>
      {relative.format(value, unit)}
    </time>
  );
}

/** "tomorrow", "in 5 days", and "today" from the first to the last of these days, wherever it is read. */
export function RelativeDay({ from, to }: { from: string; to: string }) {
  const locale = formattingLocale(useLingui().i18n.locale);
  const now = useSyncExternalStore(subscribeToTick, () => tick);
  const relative = useMemo(() => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }), [locale]);
  const today = localDay(new Date(now));
  const nearest = today < from ? from : today > to ? to : today;
  const [value, unit] = distance(Date.parse(nearest) - Date.parse(today));
  return <>{relative.format(value, unit === "second" ? "day" : unit)}</>;
}

function localDay(date: Date): string {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Dates and times in the reader's language and region. `options.timeZone` names the event's zone where that is meant. */
export function useTimeFormat(options: Intl.DateTimeFormatOptions) {
  const locale = formattingLocale(useLingui().i18n.locale);
  const key = JSON.stringify(options);
  return useMemo(() => new Intl.DateTimeFormat(locale, JSON.parse(key) as Intl.DateTimeFormatOptions), [locale, key]);
}

/** The largest unit that fits at least once, rounded toward now; "now" below a minute. */
export function distance(ms: number): [number, Intl.RelativeTimeFormatUnit] {
  const seconds = ms / 1000;
  const fitting = UNITS.find(([, length]) => Math.abs(seconds) >= length);
  if (!fitting) return [0, "second"];
  const [unit, length] = fitting;
  return [unit === "year" ? years(seconds) : Math.trunc(seconds / length), unit];
}

/** Years without a leap day are shorter than the mean ones, by a day at most. */
const years = (seconds: number) => Math.trunc((seconds + Math.sign(seconds) * DAY) / MEAN_YEAR);

let tick = serverNow();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribeToTick(listener: () => void) {
  listeners.add(listener);
  // The timer may not have run for hours: start from the present.
  if (!timer) tick = serverNow();
  timer ??= setInterval(look, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function look() {
  tick = serverNow();
  for (const one of listeners) one();
}
onClockSet(look);
