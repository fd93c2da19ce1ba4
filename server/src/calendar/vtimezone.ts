import { offsetAt } from "@turnout/contract/time-zones";
import { contentLine, localValue, tokenValue } from "./content-lines.ts";
import { observancesFor, type Observance, type Onset } from "./zone-rules.ts";

/**
 * The zone's rules from `start` to `end` as a VTIMEZONE (RFC 5545), so that a calendar with outdated zone data shows the right
 * instant. Empty for UTC, which is written with a `Z` and no zone.
 */
export function vtimezone(zone: string, start: string, end: string): string {
  if (isUtc(zone)) return "";
  const found = observancesFor(start, end, zone);
  const observances = withBase(found, zone, start);
  if (observances !== found) return written(zone, observances);
  const text = texts.get(found) ?? written(zone, found);
  texts.set(found, text);
  return text;
}

/** By what `observancesFor` keeps, which many events of a zone share. */
const texts = new WeakMap<Observance[], string>();

function written(zone: string, observances: Observance[]): string {
  const standard = Math.min(...observances.map(({ onset }) => onset.after));

  return [
    contentLine("BEGIN", tokenValue("VTIMEZONE")),
    contentLine("TZID", tokenValue(zone)),
    ...observances.map((observance) => component(observance, observance.onset.after > standard ? "DAYLIGHT" : "STANDARD")),
    contentLine("END", tokenValue("VTIMEZONE")),
  ].join("");
}

export function isUtc(zone: string): boolean {
  return /^(Etc\/)?(UTC|UCT|Universal|Zulu)$/.test(zone);
}

/** RFC 5545 leaves the time before the first onset undefined, so a zone without a change gets one. */
function withBase(observances: Observance[], zone: string, start: string): Observance[] {
  const first = observances[0]?.onset;
  if (first && instantOf(first) <= Date.parse(start)) return observances;

  const offset = first?.before ?? offsetAt(start, zone);
  const year = Math.min(1970, new Date(start).getUTCFullYear() - 1);
  const base = { local: `${String(year).padStart(4, "0")}-01-01T00:00:00`, before: offset, after: offset };
  return [{ onset: base, rule: null }, ...observances];
}

function instantOf({ local, before }: Onset): number {
  return Date.parse(`${local}Z`) - before * 60_000;
}

function component({ onset, rule }: Observance, kind: "STANDARD" | "DAYLIGHT"): string {
  return [
    contentLine("BEGIN", tokenValue(kind)),
    contentLine("DTSTART", localValue(onset.local)),
    contentLine("TZOFFSETFROM", tokenValue(offsetText(onset.before))),
    contentLine("TZOFFSETTO", tokenValue(offsetText(onset.after))),
    ...(rule ? [contentLine("RRULE", tokenValue(rule))] : []),
    contentLine("END", tokenValue(kind)),
  ].join("");
}

/** `+0530`; with seconds for local mean times: `-002521`. */
function offsetText(minutes: number): string {
  const seconds = Math.round(Math.abs(minutes) * 60);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const written = parts.slice(0, parts[2] === 0 ? 2 : 3).map((part) => String(part).padStart(2, "0"));
  return `${minutes < 0 ? "-" : "+"}${written.join("")}`;
}
