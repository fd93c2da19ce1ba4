/**
 * Wall-clock arithmetic on what the runtime's own `Intl` knows, because browsers without Temporal must get the
 * same answers as the server. Good for the years 1 to 9999.
 */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 86_400 * SECOND;

/** Two changes of one zone have never been closer than 6.9 days (a test checks): a pair cannot hide between two looks. */
const SCAN_STEP = 6 * DAY;

/** More than there are zones; spelling one in ever new upper and lower case must not fill the memory. */
export const FORMATS_KEPT = 700;

/** `gap`: that wall-clock time is skipped that day. `ambiguous`: it happens twice. */
export type LocalTimeKind = "exact" | "gap" | "ambiguous";

/** The instant at which clocks in a zone change, and the minutes east of UTC before and after it. */
export type ZoneTransition = { instant: string; before: number; after: number };

const formats = new Map<string, Intl.DateTimeFormat>();

function wallClockFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  if (formats.size >= FORMATS_KEPT) formats.clear();
  formats.set(zone, made);
  return made;
}

/** Milliseconds that the zone's wall clock, read as if it were UTC, stands at. Whole seconds. */
function wallClock(epoch: number, zone: string): number {
  const [month, day, year, hour, minute, second] = (wallClockFormat(zone).format(epoch).match(/\d+/g) ?? []).map(Number);
  return utc(year!, month!, day!, hour!, minute!, second!);
}

function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC would read the year 50 as 1950
  return date.setUTCHours(hour, minute, second);
}

function offsetMilliseconds(epoch: number, zone: string): number {
  return wallClock(epoch, zone) - Math.floor(epoch / SECOND) * SECOND;
}

/** Whether this runtime knows the IANA name. Bare offsets such as `+02:00` are not zones: they have no summer. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(zone)) return false;
  try {
    wallClockFormat(zone);
    return true;
  } catch {
    return false;
  }
}

/** Minutes east of UTC at an instant. A fraction where old local mean time had seconds. */
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
  const end = epochOf(to);
  const found: ZoneTransition[] = [];
  let at = epochOf(from);
  let before = offsetMilliseconds(at, zone);

  while (at < end) {
    const next = Math.min(at + SCAN_STEP, end);
    const after = offsetMilliseconds(next, zone);
    if (after !== before) {
      const instant = instantText(changeBetween(at, next, before, zone));
      found.push({ instant, before: before / MINUTE, after: after / MINUTE });
    }
    at = next;
    before = after;
  }
  return found;
}

/** The first second in (low, high] whose offset is no longer `before`. */
function changeBetween(low: number, high: number, before: number, zone: string): number {
  let [last, first] = [Math.floor(low / SECOND), Math.ceil(high / SECOND)];
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (offsetMilliseconds(middle * SECOND, zone) === before) last = middle;
    else first = middle;
  }
  return first * SECOND;
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
