import { expect, test } from "vitest";
import { expectLinear } from "./linear-time.test-support.ts";

test("linear code passes, and quadratic code is caught", () => {
  expectLinear("a", (text) => text.replace(/a/g, "b"));
  expect(() => expectLinear(" ", (text) => text.slice(0, text.length / 16).replace(/\s+$x/, ""))).toThrow("growth");
});
