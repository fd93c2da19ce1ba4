import { zoneCities } from "./zone-cities.ts";
import { currentZoneName } from "./current-zone-name.ts";

/** The city a zone is named after, in the reader's language where we know it: `Europe/Vienna` → `Wien`. */
export function zoneCity(zone: string, locale = "en"): string {
  const current = currentZoneName(zone);
  const name = (current.split("/").at(-1) ?? current).replaceAll("_", " ");
  if (!locale.startsWith("de")) return name;
  const pairs = (zoneCities[current] ?? "").split("|").map((pair) => pair.split("="));
  return pairs.find(([english]) => english === name)?.[1] ?? name;
}
