/** Zones of the United States, where the month is written first: the fallback when no browser has sent a region. */
const MONTH_FIRST =
  /^(?:US\/|America\/(?:New_York|Detroit|Chicago|Denver|Phoenix|Los_Angeles|Anchorage|Juneau|Boise|Indiana\/|Kentucky\/|North_Dakota\/)|Pacific\/Honolulu)/;

/**
 * The BCP 47 locale of an email's dates: its language with the first known region (the recipient's, then the host's),
 * or else the region of the event's zone. German dates are the same everywhere.
 */
export function emailLocale(language: string, regions: (string | null | undefined)[], zone: string): string {
  if (language !== "en") return language;
  return `en-${regions.find(Boolean) ?? (MONTH_FIRST.test(zone) ? "US" : "GB")}`;
}
