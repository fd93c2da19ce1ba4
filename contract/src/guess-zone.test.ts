import { expect, test } from "vitest";
import { germanZoneCities } from "./german-zone-cities.ts";
import { guessZone } from "./guess-zone.ts";
import { isTimeZone } from "./time-zones.ts";
import { zoneCities } from "./zone-cities.ts";
import { zoneCity } from "./zone-city.ts";
import { zonesList } from "./zones-list.ts";

test.each([
  ["Café A Brasileira, Rua Garrett 120, Lisbon", "Europe/Lisbon"],
  ["Fábrica de Braço de Prata, Lissabon", "Europe/Lisbon"],
  ["Marienplatz 1, 80331 MÜNCHEN", "Europe/Berlin"],
  ["muenchen", "Europe/Berlin"],
  ["Paris Bar, Kantstraße 152, Berlin", "Europe/Berlin"],
  ["Berlin Street 4, New York, NY 10001", "America/New_York"],
  ["Mexiko-Stadt", "America/Mexico_City"],
  ["São Paulo", "America/Sao_Paulo"],
  ["Tromsø harbour", "Europe/Oslo"],
  ["Łódź", "Europe/Warsaw"],
  ["Indianapolis", "America/Indiana/Indianapolis"],
  ["Kolkata", "Asia/Kolkata"],
  ["Straßburg", "Europe/Paris"],
  ["Stephansplatz, Wien", "Europe/Vienna"],
  ["Zuerich", "Europe/Zurich"],
])("%s is in %s", (text, zone) => expect(guessZone(text)).toBe(zone));

test.each(["", "our garden", "Center Street 5", "Easter brunch at ours", "Lyonel's place", "Atlantic Avenue"])(
  "nothing is guessed from %j",
  (text) => expect(guessZone(text)).toBeNull(),
);

test("every zone with cities is one that can be chosen", () => {
  const zones = zonesList();
  expect(Object.keys({ ...zoneCities, ...germanZoneCities }).filter((zone) => !zones.includes(zone) && !isTimeZone(zone))).toEqual([]);
});

test("no city stands under two zones", () => {
  const names = [...Object.values(germanZoneCities), ...Object.values(zoneCities)].flatMap((cities) => cities.split(/[|=]/));
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test("a zone goes by its city, in the reader's language", () => {
  expect(zoneCity("Europe/Vienna", "de")).toBe("Wien");
  expect(zoneCity("Europe/Vienna", "en")).toBe("Vienna");
  expect(zoneCity("America/Argentina/Buenos_Aires", "de-AT")).toBe("Buenos Aires");
  expect(zoneCity("UTC")).toBe("UTC");
});
