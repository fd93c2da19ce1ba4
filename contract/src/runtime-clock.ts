/** Times by this runtime's own zone table: for a reader's own clock, and for times stored before the server had zone data of its own. */

const FORMATS_KEPT = 100;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The wall clock in a zone at an instant, to the minute, as `Intl` has it: `2027-06-18T19:00`. Null for a zone it does not know. */
export function runtimeLocal(instant: string, zone: string): string | null {
  const format = formatOf(zone);
  if (!format) return null;
  const part = Object.fromEntries(format.formatToParts(Date.parse(instant)).map(({ type, value }) => [type, value]));
  return `${part["year"]!.padStart(4, "0")}-${part["month"]}-${part["day"]}T${part["hour"]}:${part["minute"]}`;
}

/** Whether two names are of one zone, as far as this runtime knows. */
export function isSameZone(one: string, other: string): boolean {
  return one === other || (canonical(one) !== undefined && canonical(one) === canonical(other));
}

const canonical = (zone: string) => formatOf(zone)?.resolvedOptions().timeZone;

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known) return known;
  const made = newFormat(zone);
  if (!made) return null;
  if (formats.size >= FORMATS_KEPT) formats.clear();
  formats.set(zone, made);
  return made;
}

function newFormat(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
  } catch {
    return null;
  }
}
