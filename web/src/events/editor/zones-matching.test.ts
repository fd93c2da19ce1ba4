import { expect, test } from "vitest";
import { offsetWords, zonesMatching } from "./zones-matching.ts";

const summer = "2027-06-18T18:00:00Z";

test("a zone is found by its city, in the reader's language too", () => {
  expect(zonesMatching("lisb", "en", summer)[0]).toBe("Europe/Lisbon");
  expect(zonesMatching("Lissa", "de", summer)[0]).toBe("Europe/Lisbon");
});

test("a zone is found by a city it is not named after", () => {
  expect(zonesMatching("Munich", "en", summer)[0]).toBe("Europe/Berlin");
});

test("a zone is found by its hours from UTC on that day", () => {
  const zones = zonesMatching("utc+5:45", "en", summer);
  expect(zones).toContain("Asia/Kathmandu");
  expect(zones).not.toContain("Asia/Kolkata");
});

test("nonsense finds nothing, and an empty search finds all", () => {
  expect(zonesMatching("qqq", "en", summer)).toEqual([]);
  expect(zonesMatching(" ", "en", summer).length).toBeGreaterThan(300);
});

test("offsets are written as people read them", () => {
  expect([offsetWords(summer, "Asia/Kathmandu"), offsetWords(summer, "America/New_York"), offsetWords(summer, "UTC")]).toEqual([
    "UTC+5:45",
    "UTC−4",
    "UTC",
  ]);
});
