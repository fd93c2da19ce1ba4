import { expect, test } from "vitest";
import { remembered } from "./dates.ts";

test("a value is made once for each key, null too, and the oldest values leave the cache", () => {
  const made: string[] = [];
  const valueOf = remembered<string | null>(2);
  const ask = (key: string) => valueOf(key, () => (made.push(key), key === "none" ? null : key.toUpperCase()));
  expect(["none", "none", "b", "b", "none"].map(ask)).toEqual([null, null, "B", "B", null]);
  expect(made).toEqual(["none", "b"]);
  expect(["c", "b", "none"].map(ask)).toEqual(["C", "B", null]);
  expect(made).toEqual(["none", "b", "c", "none"]);
});
