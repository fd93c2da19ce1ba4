import { currentZoneName } from "./current-zone-name.ts";
import { germanZoneCities } from "./german-zone-cities.ts";

/** The city a zone is named after, in the reader's language where we know it: `Europe/Vienna` → `Wien`. */
export function zoneCity(zone: string, locale = "en"): string {
  const current = currentZoneName(zone);
  const name = (current.split("/").at(-1) ?? current).replaceAll("_", " ");
  return (locale.startsWith("de") && germanZoneCities[current]) || name;
}
