import { expect, test } from "vitest";
import { me } from "../../events/event-page.fixtures.ts";
import { saidBy } from "./use-changed-meanwhile.ts";

test("another answer, other people and other words count as a change", () => {
  expect(saidBy({ ...me, standing: "declined" })).not.toBe(saidBy(me));
  expect(saidBy({ ...me, plusOnes: [] })).not.toBe(saidBy(me));
  expect(saidBy({ ...me, note: "On my way" })).not.toBe(saidBy(me));
  expect(saidBy({ ...me, standing: "none", plusOnes: [], note: "" })).toBe(saidBy(null));
});

test("a seat that comes to somebody in line is no change of what they said", () => {
  expect(saidBy({ ...me, standing: "waiting", ticket: 4, place: 1 })).toBe(saidBy({ ...me, standing: "going" }));
});
