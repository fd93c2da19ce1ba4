import { expect, test } from "vitest";
import { answerOf } from "./answer-of.ts";

test("waiting means having answered going", () => {
  expect(answerOf("waiting")).toBe("going");
  expect(answerOf("none")).toBeNull();
});
