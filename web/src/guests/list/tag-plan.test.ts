import { expect, test } from "vitest";
import { MAX_TAGS } from "@turnout/contract/guest-tags";
import { guestCard } from "../../testing/guest-cards.test-support.ts";
import { planTags } from "./tag-plan.ts";

const grace = guestCard(0, { tags: ["Press"] });
const alan = guestCard(1);
const full = guestCard(2, { tags: Array.from({ length: MAX_TAGS }, (_, n) => `Tag ${n}`) });

test("a tag is for those who lack it and can have one more; the others are counted by why not", () => {
  expect(planTags([grace, alan, full], "Press", true)).toEqual({ guestIds: [alan.guestId], unchanged: 1, full: 1 });
});

test("a tag is taken off those who have it", () => {
  expect(planTags([grace, alan, full], "Press", false)).toEqual({ guestIds: [grace.guestId], unchanged: 2, full: 0 });
});
