import { expect, test } from "vitest";
import { addressOfSuggestion, suggestionIn } from "./suggested-time.ts";

const filledIn = (proposal: Parameters<typeof addressOfSuggestion>[1]) =>
  suggestionIn(new URL(addressOfSuggestion("id", proposal), "https://turnout.test").hash);

test("a suggested time is filled in as it was suggested", () => {
  const evening = { starts: "2030-06-10T17:00", ends: "2030-06-10T19:00", zone: null };
  expect(filledIn(evening)).toEqual({ allDay: false, starts: evening.starts, ends: evening.ends });
  expect(filledIn({ ...evening, ends: null })).toEqual({ allDay: false, starts: evening.starts });
  expect(filledIn({ starts: "2030-06-10", ends: "2030-06-11", zone: null })).toEqual({
    allDay: true,
    starts: "2030-06-10",
    ends: "2030-06-11",
  });
});

test("nothing is filled in of a zone that nobody knows, nor of another address", () => {
  expect(filledIn({ starts: "2030-06-10T17:00", ends: null, zone: "Room Time" })).toBeNull();
  for (const hash of ["", "#x", "#starts=now", "#starts=2030-06-10T17:00:00Z"]) expect(suggestionIn(hash)).toBeNull();
});
