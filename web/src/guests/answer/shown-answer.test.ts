import { expect, test } from "vitest";
import { me } from "../../testing/snapshots.test-support.ts";
import { shownAnswer } from "./shown-answer.ts";

const waiting = { ...me, standing: "waiting" as const, ticket: 12, place: 3 };
const coming = { answer: "going" as const, plusOnes: ["Vera"], note: "" };

test("a pending answer is shown at once, and the earlier one again when it fails", () => {
  const silent = { ...me, standing: "none" as const };
  expect(shownAnswer(silent, coming)).toMatchObject({ standing: "going", partySize: 2 });
  expect(shownAnswer(silent, null)).toBeNull();
  expect(shownAnswer(me, { ...coming, answer: "maybe" })).toMatchObject({ standing: "maybe" });
  expect(shownAnswer(me, null)).toMatchObject({ standing: "going", plusOnes: ["Vera"] });
});

test("a waiting guest goes on waiting while a larger party is pending", () => {
  expect(shownAnswer(waiting, coming)).toMatchObject({ standing: "waiting", ticket: 12, place: 3, partySize: 2 });
});

test("whoever leaves the waitlist has no ticket, and whoever declines has no companions", () => {
  expect(shownAnswer(waiting, { ...coming, answer: "declined" })).toMatchObject({
    standing: "declined",
    ticket: null,
    partySize: 1,
    plusOnes: [],
  });
});
