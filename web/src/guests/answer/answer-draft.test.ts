import { expect, test } from "vitest";
import { me } from "../../testing/snapshots.test-support.ts";
import { draftFromAddress, draftOf, withoutCompanion } from "./answer-draft.ts";

const silent = { ...me, standing: "none" as const, plusOnes: [], note: "" };

test("a link in an email only opens the form", () => {
  expect(draftFromAddress(silent, "?answer=maybe")).toMatchObject({ answer: "maybe", name: "Grace Almeida" });
  expect(draftFromAddress(null, "?answer=going")).toMatchObject({ answer: "going", name: "" });
});

test("an invalid answer, or the current one, opens nothing", () => {
  expect(draftFromAddress(silent, "?answer=waiting")).toBeNull();
  expect(draftFromAddress(silent, "")).toBeNull();
  expect(draftFromAddress(me, "?answer=going")).toBeNull();
});

test("with a companion goes what was answered for them, and nobody else's", () => {
  const draft = { ...draftOf(me, "going"), plusOnes: ["Ann", "Carl"], questionAnswers: { meal: ["fish", "meat", "none"], bus: [true] } };
  expect(withoutCompanion(draft, 0)).toMatchObject({ plusOnes: ["Carl"], questionAnswers: { meal: ["fish", "none"], bus: [true] } });
  expect(withoutCompanion(draft, 1)).toMatchObject({ plusOnes: ["Ann"], questionAnswers: { meal: ["fish", "meat"], bus: [true] } });
});
