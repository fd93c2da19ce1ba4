import { transitionsBetween, type ZoneTransition } from "@turnout/contract/time-zones";

/** A change of the clocks as in a VTIMEZONE: in the wall-clock time before it. Offsets in minutes. */
export type Onset = { local: string; before: number; after: number };

/** A change, with its RRULE (`FREQ=YEARLY;…`) if it repeats every year. */
export type Observance = { onset: Onset; rule: string | null };

/**
 * Rules start in this year whatever the event's date, so that all files of a zone have the same VTIMEZONE: some calendars
 * keep the first that they read.
 */
const RULES_SINCE = 1970;

/** In this many years every calendar there is comes by, so a rule that held that long is the zone's rule. */
const YEARS_SHOWN = 12;

/** Dates of four digits, with room for the next year's first day. */
const FIRST_YEAR = 2;
const LAST_YEAR = 9998;

/** Cached: finding them takes milliseconds, and an event's ten thousand invitations need the same. */
const OBSERVANCES_KEPT = 500;
const remembered = new Map<string, Observance[]>();

const weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;

/**
 * How a zone's clocks change from the year before `start` on: as yearly rules where they repeat (the forecast
 * calendars use for moved and repeated entries), else each change by itself until the year after `end`.
 */
export function observancesFor(start: string, end: string, zone: string): Observance[] {
  const [firstYear, lastYear] = [Math.max(FIRST_YEAR, yearOf(start) - 1), Math.min(LAST_YEAR, yearOf(end) + 1)];
  const key = `${zone} ${firstYear} ${lastYear}`;
  const known = remembered.get(key);
  if (known) return known;

  const observances = observancesOf(zone, firstYear, lastYear);
  if (remembered.size >= OBSERVANCES_KEPT) remembered.clear();
  remembered.set(key, observances);
  return observances;
}

function observancesOf(zone: string, firstYear: number, lastYear: number): Observance[] {
  const lastShown = Math.min(LAST_YEAR, Math.max(lastYear, firstYear + YEARS_SHOWN - 1));

  const shown = onsetsIn(firstYear, lastShown, zone);
  const yearly = yearlyObservances(shown, firstYear, lastShown);
  if (yearly) return yearly;

  const asked = shown.filter(({ local }) => Number(local.slice(0, 4)) <= lastYear);
  return asked.map((onset) => ({ onset, rule: null })); // one by one: not every reader counts DTSTART among the RDATEs
}

function onsetsIn(firstYear: number, lastYear: number, zone: string): Onset[] {
  return transitionsBetween(startOfYear(firstYear), startOfYear(lastYear + 1), zone).map(onsetOf);
}

function onsetOf({ instant, before, after }: ZoneTransition): Onset {
  const local = new Date(Date.parse(instant) + before * 60_000).toISOString().slice(0, 19);
  return { local, before, after };
}

/** Null unless every kind of change comes exactly once in every year, by a rule that gives each of its days. */
function yearlyObservances(onsets: Onset[], firstYear: number, lastYear: number): Observance[] | null {
  const kinds = Map.groupBy(onsets, ({ before, after }) => `${before} ${after}`);
  const observances = [...kinds.values()].map((same) => yearlyObservance(same, firstYear, lastYear));
  return observances.every((observance) => observance !== null) ? observances : null;
}

function yearlyObservance(onsets: Onset[], firstYear: number, lastYear: number): Observance | null {
  const days = onsets.map(({ local }) => ({
    year: Number(local.slice(0, 4)),
    month: local.slice(5, 7),
    clock: local.slice(11),
    ...dayOf(local),
  }));
  const [first] = days;
  const isYearly = days.length === lastYear - firstYear + 1 && days.every(({ year }, i) => year === firstYear + i);
  if (!first || !isYearly || days.some((day) => day.month !== first.month || day.clock !== first.clock || day.weekday !== first.weekday))
    return null;

  const when = daysOfMonth(days);
  if (!when) return null;
  const day = Array.from({ length: 31 }, (_, i) => dayOf(`${RULES_SINCE}-${first.month}-${twoDigits(i + 1)}T00:00:00`)).find(
    (one) => one.weekday === first.weekday && when.includes(one),
  );
  const local = `${RULES_SINCE}-${first.month}-${twoDigits(day!.day)}T${first.clock}`;
  const onset = firstYear > RULES_SINCE ? { ...onsets[0]!, local } : onsets[0]!;
  return { onset, rule: `FREQ=YEARLY;BYMONTH=${Number(first.month)};${when.text}` };
}

const twoDigits = (number: number) => String(number).padStart(2, "0");

type Day = { day: number; weekday: number; daysInMonth: number };

/** `BYDAY=-1SU` for a last Sunday, `BYDAY=2SU` for a second, else the week of the month the weekday falls into. */
function daysOfMonth(days: Day[]): { text: string; includes: (day: Day) => boolean } | null {
  const name = weekdays[days[0]!.weekday]!;
  const isLast = ({ day, daysInMonth }: Day) => day + 7 > daysInMonth;
  if (days.every(isLast)) return { text: `BYDAY=-1${name}`, includes: isLast };

  const first = Math.min(...days.map(({ day }) => day));
  const last = Math.max(...days.map(({ day }) => day));
  if (last - first !== 6) return null;
  const includes = ({ day }: Day) => first <= day && day <= last;
  if (first % 7 === 1) return { text: `BYDAY=${(first + 6) / 7}${name}`, includes };
  return { text: `BYDAY=${name};BYMONTHDAY=${Array.from({ length: 7 }, (_, i) => first + i).join(",")}`, includes };
}

function dayOf(local: string): Day {
  const date = new Date(`${local}Z`);
  const daysInMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return { day: date.getUTCDate(), weekday: date.getUTCDay(), daysInMonth };
}

function yearOf(instant: string): number {
  return new Date(instant).getUTCFullYear();
}

function startOfYear(year: number): string {
  return `${String(year).padStart(4, "0")}-01-01T00:00:00Z`;
}
