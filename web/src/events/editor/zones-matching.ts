import { folded } from "@turnout/contract/folded";
import { guessZone } from "@turnout/contract/guess-zone";
import { offsetAt } from "@turnout/contract/time-zones";
import { zoneCity } from "@turnout/contract/zone-city";
import { zonesList } from "@turnout/contract/zones-list";

/** Most zones in a result: with more, people type on. */
export const ZONES_SHOWN = 40;

/** Zones for what somebody typed: by its own name, by a city it is not named after, or by its hours from UTC. */
export function zonesMatching(typed: string, locale: string, at: string): string[] {
  const query = plain(typed);
  if (query === "") return zonesList();
  const guess = guessZone(typed);
  const offset = offsetAsked(typed);
  const scored = zonesList().flatMap((zone) => {
    const score = zone === guess ? 0 : scoreOf(zone, query, locale);
    if (score !== null) return [{ zone, score }];
    return offset !== null && offsetAt(at, zone) === offset ? [{ zone, score: 4 }] : [];
  });
  return scored.toSorted((one, other) => one.score - other.score).map(({ zone }) => zone);
}

function scoreOf(zone: string, query: string, locale: string): number | null {
  const city = plain(zoneCity(zone, locale));
  if (city.startsWith(query)) return 1;
  if (plain(zone).includes(query) || city.includes(query)) return 2;
  return null;
}

/** `utc+2`, `GMT-3:30`, `+2` in minutes. */
function offsetAsked(typed: string): number | null {
  const [, sign, hours, minutes] = /^(?:utc|gmt)?\s*([+\u2212-])(\d{1,2})(?::?([0-5]\d))?$/i.exec(typed.trim()) ?? [];
  if (!sign) return null;
  return (sign === "+" ? 1 : -1) * (Number(hours) * 60 + Number(minutes ?? 0));
}

/** `UTC+2`, for a zone at an instant. */
export function offsetWords(at: string, zone: string): string {
  const minutes = Math.round(offsetAt(at, zone));
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  if (minutes === 0) return "UTC";
  return `UTC${minutes < 0 ? "−" : "+"}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}

function plain(text: string): string {
  return folded(text).replaceAll("_", " ").trim();
}
