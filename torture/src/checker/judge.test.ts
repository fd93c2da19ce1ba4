import { expect, test } from "vitest";
import { judge } from "./judge.ts";
import { aLivelyRound } from "./lively-round.test-support.ts";
import { verdictText } from "./verdict-text.ts";

test("a round in which all went well is green, and had something of everything in it", async () => {
  const verdict = judge(await aLivelyRound());
  expect(verdictText(verdict)).toContain("Everything that is promised held.");
  const nothing = Object.entries(verdict.counted).filter(([, count]) => count === 0);
  expect(nothing).toEqual([]);
});
