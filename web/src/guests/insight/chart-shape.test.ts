import { expect, test } from "vitest";
import { HEIGHT, pathOf, WIDTH } from "./chart-shape.ts";

const at = (hour: number, going: number) => ({
  at: new Date(Date.UTC(2027, 0, 1, hour)).toISOString(),
  going,
  maybe: 0,
  waiting: 0,
  declined: 0,
});

test("a number holds until the next one, at its share of the time and of the height", () => {
  expect(pathOf([at(0, 0), at(6, 5), at(12, 10)], "going", 10)).toBe(`M0 ${HEIGHT}H${WIDTH / 2}V${HEIGHT / 2}H${WIDTH}V0H${WIDTH}`);
});

test("one point alone is a line, and none is nothing", () => {
  expect(pathOf([at(0, 5)], "going", 10)).toBe(`M0 ${HEIGHT / 2}H${WIDTH}`);
  expect(pathOf([], "going", 10)).toBe("");
});
