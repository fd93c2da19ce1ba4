import { changesIn, offsetIn, zoneTable, type ZoneTable } from "./zone-table.ts";

/**
 * Wall-clock arithmetic on zone data of our own, because the tables of runtimes, browsers and databases are of
 * different ages and disagree about the same evening. Good for the years 1 to 9999; see docs/decisions/0020-own-zone-data.md.
 */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 86_400 * SECOND;

/** `gap`: that wall-clock time is skipped that day. `ambiguous`: it happens twice. */
export type LocalTimeKind = "exact" | "gap" | "ambiguous";

/** The instant at which clocks in a zone change, and the minutes east of UTC before and after it. */
export type ZoneTransition = { instant: string; before: number; after: number };

function tableOf(zone: string): ZoneTable {
  const table = zoneTable(zone);
  if (!table) throw new RangeError(`Not a time zone: ${zone}`);
  return table;
}

function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC would read the year 50 as 1950
  return date.setUTCHours(hour, minute, second);
}

function offsetMilliseconds(epoch: number, zone: string): number {
  return offsetIn(tableOf(zone), Math.floor(epoch / SECOND)) * MINUTE;
}

/** Milliseconds that the zone's wall clock, read as if it were UTC, stands at. Whole seconds. */
function wallClock(epoch: number, zone: string): number {
  return Math.floor(epoch / SECOND) * SECOND + offsetMilliseconds(epoch, zone);
}

/** Whether it is an IANA name, old or new. Bare offsets such as `+02:00` are not zones: they have no summer. */
export function isTimeZone(zone: string): boolean {
  return zoneTable(zone) !== undefined;
}

/** Minutes east of UTC at an instant. */
export function offsetAt(instant: string, zone: string): number {
  return offsetMilliseconds(epochOf(instant), zone) / MINUTE;
}

/** The wall clock in a zone at an instant: `2027-06-18T19:00`, with `:SS` only where the seconds are not zero. */
export function instantToLocal(instant: string, zone: string): string {
  return localText(wallClock(epochOf(instant), zone));
}

/**
 * The instant of a wall-clock time, as RFC 5545 §3.3.5 reads it: a time that is skipped moves later by the length
 * of the gap, a time that happens twice means the first. Throws RangeError for what is no date and time.
 */
export function localToInstant(local: string, zone: string): { instant: string; kind: LocalTimeKind } {
  const wanted = localMilliseconds(local);
  const before = offsetMilliseconds(wanted - DAY, zone);
  const after = offsetMilliseconds(wanted + DAY, zone);
  const earlier = wanted - Math.max(before, after);
  const later = wanted - Math.min(before, after);
  const fits = [earlier, later].filter((epoch) => wallClock(epoch, zone) === wanted);

  if (fits.length === 0) return { instant: instantText(wanted - before), kind: "gap" };
  return { instant: instantText(fits[0]!), kind: fits.length === 2 && earlier !== later ? "ambiguous" : "exact" };
}

/** Every change of a zone's clocks after `from` and up to `to`, in order. */
export function transitionsBetween(from: string, to: string, zone: string): ZoneTransition[] {
  const table = tableOf(zone);
  const [start, end] = [epochOf(from) / SECOND, epochOf(to) / SECOND];
  let before = offsetIn(table, Math.floor(start));
  // A rule that has only begun may give what is the case already.
  return changesIn(table, start, end).flatMap(({ at, offset }) => {
    const transition = { instant: instantText(at * SECOND), before, after: offset };
    before = offset;
    return transition.before === offset ? [] : [transition];
  });
}

function epochOf(instant: string): number {
  const epoch = Date.parse(instant);
  if (Number.isNaN(epoch) || !/(Z|[+-]\d\d:?\d\d)$/i.test(instant)) throw new RangeError(`Not an instant: ${instant}`);
  return epoch;
}

function localMilliseconds(local: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?$/.exec(local) ?? [];
  const milliseconds = utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second ?? 0));
  const isReal = !Number.isNaN(milliseconds) && localText(milliseconds) === local.replace(/(?<=T\d\d:\d\d):00$/, "");
  if (!isReal) throw new RangeError(`Not a date and time: ${local}`);
  return milliseconds;
}

function localText(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return text.slice(0, text.slice(17, 19) === "00" ? 16 : 19);
}

function instantText(epoch: number): string {
  return new Date(epoch).toISOString().replace(".000Z", "Z");
}
