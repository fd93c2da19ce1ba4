import { expect, test } from "vitest";
import { judge } from "./judge.ts";
import { aLivelyRound } from "./lively-round.test-support.ts";
import { SHOWN_OF_A_RULE, verdictText } from "./verdict-text.ts";

test("a broken promise is told with the fewest records that show it", async () => {
  const history = await aLivelyRound();
  const answered = history.records.findLast((record) => record.kind === "answered" && record.outcome === "committed");
  history.final.log.pop();
  history.final.commandResults.pop();
  const story = verdictText(judge(history));

  expect(story).toContain("C6 is broken: what was acknowledged stays; what was refused is not there.");
  expect(story).toContain("was acknowledged, and is nowhere");
  expect(story).toContain(`${answered!.t.toFixed(1)} ms answered`);
  expect(story.split("\n").every((line) => line.length < 500)).toBe(true);
});

test("of many violations of one rule the shortest are told, and the others counted", async () => {
  const history = await aLivelyRound();
  for (const { snapshot } of history.final.snapshots) Object.assign(snapshot ?? {}, { faces: [] });
  for (const row of history.final.messages) row["text"] = "other words";
  const c4 = verdictText(judge(history))
    .split("\n\n")
    .find((part) => part.startsWith("C4"))!;
  expect(c4.split("\n").filter((line) => /^ {2}\S/.test(line))).toHaveLength(SHOWN_OF_A_RULE + 1);
  expect(c4).toMatch(/… and \d+ more\.$/);
});

test("a history that contradicts itself is not judged", async () => {
  const history = await aLivelyRound();
  history.records = history.records.filter(({ kind }) => kind !== "invoked");
  expect(() => judge(history)).toThrow("was answered and never invoked");
});
