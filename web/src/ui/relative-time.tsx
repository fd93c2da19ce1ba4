import { useLingui } from "@lingui/react";
import { useMemo, useSyncExternalStore } from "react";
import { onClockSet, serverNow } from "../clock.ts";
import { formattingLocale } from "../i18n.ts";

const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
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

/** The largest unit that fits at least once, rounded toward now; below a minute it is now. */
export function distance(ms: number): [number, Intl.RelativeTimeFormatUnit] {
  const seconds = ms / 1000;
  for (const [unit, length] of UNITS) if (Math.abs(seconds) >= length) return [Math.trunc(seconds / length), unit];
  return [0, "second"];
}

let tick = serverNow();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribeToTick(listener: () => void) {
  listeners.add(listener);
  // Nobody may have watched for hours: start from the present.
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
