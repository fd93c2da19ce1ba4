import { expect, test } from "vitest";
import { COVER_SIZE, fitted } from "./scale-image.ts";

test("a picture is scaled down to the longest side a cover has, in proportion", () => {
  expect(fitted(4_000, 3_000)).toEqual({ width: COVER_SIZE, height: 1_200 });
  expect(fitted(3_000, 4_000)).toEqual({ width: 1_200, height: COVER_SIZE });
});

test("a small picture stays as it is, and a very flat one keeps a pixel", () => {
  expect(fitted(640, 480)).toEqual({ width: 640, height: 480 });
  expect(fitted(100_000, 10)).toEqual({ width: COVER_SIZE, height: 1 });
});
