import { zonesOffered } from "./zone-table.ts";

let zones: string[] | undefined;

/** The zones to choose from, sorted, each once, UTC among them. */
export function zonesList(): string[] {
  zones ??= [...new Set(["UTC", ...zonesOffered()])].sort();
  return zones;
}
