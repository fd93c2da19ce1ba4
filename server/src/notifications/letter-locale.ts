/** Zones whose people write the month first, where no browser has told how its reader does. */
const MONTH_FIRST =
  /^(?:US\/|America\/(?:New_York|Detroit|Chicago|Denver|Phoenix|Los_Angeles|Anchorage|Juneau|Boise|Indiana\/|Kentucky\/|North_Dakota\/)|Pacific\/Honolulu)/;

/**
 * How a letter's dates are written: its language in the reader's country, or else in that of whoever writes, or else in
 * the one where the event is. German is written the same everywhere.
 */
export function letterLocale(language: string, regions: (string | null | undefined)[], zone: string): string {
  if (language !== "en") return language;
  return `en-${regions.find(Boolean) ?? (MONTH_FIRST.test(zone) ? "US" : "GB")}`;
}
