import { expect, test } from "vitest";
import { chartTop } from "./chart-top.ts";

test.each([
  [0, 2],
  [3, 4],
  [11, 12],
  [17, 18],
  [87, 88],
  [101, 120],
  [9_999, 10_000],
])("a chart whose highest number is %i goes up to %i, of which half is whole", (highest, top) => {
  expect(chartTop([highest, 0])).toBe(top);
  expect(Number.isInteger(top / 2)).toBe(true);
});

test("a chart goes up to the least that it has to, also without a number", () => {
  expect([chartTop([]), chartTop([0, 1], 4), chartTop([5], 4)]).toEqual([2, 4, 6]);
});
