import { MAX_URL } from "@turnout/contract/events";
import { localToInstant } from "@turnout/contract/time-zones";
import { asKept, type DraftFields, type FieldName } from "./fields.ts";

/** What is wrong with a field. `*_missing` only matters to an event that guests see. */
export type Problem = "title_missing" | "starts_missing" | "ends_too_early" | "place_unnamed" | "url_invalid";
export type Problems = Partial<Record<FieldName, Problem>>;

/** The problems that block publishing. */
export function problemsOf(fields: DraftFields): Problems {
  return {
    ...(fields.title.trim() === "" && { title: "title_missing" as const }),
    ...(fields.starts === null && { starts: "starts_missing" as const }),
    ...unsavableOf(fields),
  };
}

/** The problems that block saving even a draft. */
export function unsavableOf(fields: DraftFields): Problems {
  const { place } = fields;
  const endsTooEarly = endsBeforeStart(asKept(fields));
  return {
    ...(endsTooEarly && { ends: "ends_too_early" as const }),
    ...(place.kind === "place" && place.name.trim() === "" && { place: "place_unnamed" as const }),
    ...(place.kind === "online" && place.url !== null && !isWebAddress(place.url) && { place: "url_invalid" as const }),
  };
}

/** Fields that are held back with the one that has the problem, because the server validates them together. */
export function heldBack(problems: Problems): Set<FieldName> {
  const held = new Set(Object.keys(problems) as FieldName[]);
  if (problems.ends) held.add("starts").add("zone").add("allDay");
  return held;
}

export function isWebAddress(text: string): boolean {
  if (text.length > MAX_URL || !/^https?:\/\//i.test(text)) return false;
  return URL.canParse(text) && new URL(text).hostname !== "";
}

function endsBeforeStart({ allDay, starts, ends, zone }: DraftFields): boolean {
  if (starts === null || ends === null) return false;
  return allDay ? ends < starts : epoch(ends, zone) <= epoch(starts, zone);
}

function epoch(local: string, zone: string): number {
  return Date.parse(localToInstant(local, zone).instant);
}
