/**
 * Writes instants as clocks of a zone show them, by the runtime's zone data. Each zone's format is kept: making one takes a hundred times
 * as long as using it, and a property test asks a hundred thousand times.
 */
export function zoneFormat(locale: string, options: Intl.DateTimeFormatOptions): (at: number, timeZone: string) => string {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (at, timeZone) => {
    const format = formats.get(timeZone) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
    formats.set(timeZone, format);
    return format.format(at);
  };
}
