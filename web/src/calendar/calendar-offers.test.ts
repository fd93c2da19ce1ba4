import { expect, test } from "vitest";
import { calendarOffers } from "./calendar-offers.ts";

test.each([
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)", "ics"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "ics"],
  ["Mozilla/5.0 (Linux; Android 16; Pixel 9)", "google"],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "outlook"],
  ["Mozilla/5.0 (X11; Linux x86_64)", "google"],
  ["", "google"],
])("%s is offered %s first, and everything else after", (userAgent, first) => {
  expect(calendarOffers(userAgent)[0]).toBe(first);
  expect(calendarOffers(userAgent).toSorted()).toEqual(["google", "ics", "office", "outlook"]);
});
