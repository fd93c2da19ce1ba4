import { folded } from "./folded.ts";
import { germanZoneCities } from "./german-zone-cities.ts";
import { zoneCities } from "./zone-cities.ts";
import { zoneCity } from "./zone-city.ts";
import { zonesList } from "./zones-list.ts";

/** Zones named after what is no city, or after a word that turns up in addresses everywhere. */
const notPlaces =
  /^(Antarctica|Etc|Indian\/Maldives)\/|\/(Center|Knox|Easter|Wake|Midway|Vincent|Marengo|Beulah|Atlantic|Nelson|Currie)$|^UTC$/;

let zoneByName: Map<string, string> | undefined;

function namesOfPlaces(): Map<string, string> {
  const names = new Map<string, string>();
  for (const zone of zonesList()) {
    if (!notPlaces.test(zone)) names.set(plain(zoneCity(zone)), zone);
  }
  for (const [zone, cities] of [...Object.entries(germanZoneCities), ...Object.entries(zoneCities)]) {
    for (const name of cities.split(/[|=]/)) {
      names.set(plain(name), zone);
      names.set(plain(name.replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue")), zone);
    }
  }
  return names;
}

const LONGEST_NAME_IN_WORDS = 4;
/** No address is longer; the search is linear in it. */
export const PLACE_TEXT_READ = 500;

/** The zone a place is probably in, from the city last named in its text; null when no city is known. */
export function guessZone(placeText: string): string | null {
  zoneByName ??= namesOfPlaces();
  const words = plain(placeText.slice(-PLACE_TEXT_READ)).split(" ");

  for (let end = words.length; end > 0; end--) {
    for (let start = Math.max(0, end - LONGEST_NAME_IN_WORDS); start < end; start++) {
      const zone = zoneByName.get(words.slice(start, end).join(" "));
      if (zone) return zone;
    }
  }
  return null;
}

function plain(text: string): string {
  return folded(text)
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
