import { expect, test } from "vitest";
import { judge } from "./judge.ts";
import { aLivelyRound } from "./lively-round.test-support.ts";
import { aRandomRound } from "./random-round.test-support.ts";
import { tell } from "./tell.ts";

test("a round in which all went well is green, and had something of everything in it", async () => {
  const verdict = judge(await aLivelyRound());
  expect(tell(verdict)).toContain("Everything that is promised held.");
  const nothing = Object.entries(verdict.counted).filter(([, count]) => count === 0);
  expect(nothing).toEqual([]);
});

test("three hundred random rounds are green", async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const verdict = judge(await aRandomRound(seed));
    expect(verdict.violations, `seed ${seed}: ${tell(verdict)}`).toEqual([]);
  }
});
