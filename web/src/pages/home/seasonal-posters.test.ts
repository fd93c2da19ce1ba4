import { expect, test } from "vitest";
import { comingDay, seasonOf } from "./seasonal-posters.ts";

test("posters have future dates, on the weekday they name", () => {
  for (const month of Array(12).keys()) {
    const now = new Date(2027, month, 28, 15, 0);
    const friday = comingDay(now, 5, [19, 30]);
    expect(friday.getDay()).toBe(5);
    expect([friday.getHours(), friday.getMinutes()]).toEqual([19, 30]);
    const days = (friday.getTime() - now.getTime()) / 86_400_000;
    expect(days).toBeGreaterThan(13);
    expect(days).toBeLessThan(22);
  }
});

test("a poster's season is that of its date", () => {
  const seasons = [0, 2, 5, 8, 11].map((month) => seasonOf(new Date(2027, month, 15)));
  expect(seasons).toEqual(["winter", "spring", "summer", "autumn", "winter"]);
});
