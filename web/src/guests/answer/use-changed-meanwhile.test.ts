import { expect, test } from "vitest";
import { me } from "../../testing/snapshots.test-support.ts";
import { answerKey, questionsKey } from "./use-changed-meanwhile.ts";

test("another answer, other people and other words count as a change", () => {
  expect(answerKey({ ...me, standing: "declined" })).not.toBe(answerKey(me));
  expect(answerKey({ ...me, plusOnes: [] })).not.toBe(answerKey(me));
  expect(answerKey({ ...me, note: "On my way" })).not.toBe(answerKey(me));
  expect(answerKey({ ...me, standing: "none", plusOnes: [], note: "" })).toBe(answerKey(null));
});

test("a seat given from the waitlist is no change of the answer", () => {
  expect(answerKey({ ...me, standing: "waiting", ticket: 4, place: 1 })).toBe(answerKey({ ...me, standing: "going" }));
});

test("another answer to a question counts as a change, another order of the same does not", () => {
  const [nuts, milk] = [["Nuts"], ["Milk"]];
  const key = questionsKey({ ...me, questionAnswers: { "0000000a": nuts, "0000000b": milk } });
  expect(questionsKey({ ...me, questionAnswers: { "0000000b": milk, "0000000a": nuts } })).toBe(key);
  expect(questionsKey({ ...me, questionAnswers: { "0000000a": nuts } })).not.toBe(key);
  expect(questionsKey(me)).toBe(questionsKey(null));
});
