import { expect, test } from "vitest";
import { assertions } from "./assertions.ts";
import { expectedChanges } from "./expected-changes.ts";
import { faults } from "./faults.ts";

test("every fault that is made has an assertion that is to notice it", () => {
  expect(faults.length).toBeGreaterThan(0);
  for (const { noticedBy } of faults)
    expect(
      assertions.filter(({ name }) => name.startsWith(noticedBy)),
      noticedBy,
    ).toHaveLength(1);
});

test("every difference that a second plan may have has a reason", () => {
  for (const { change, because } of expectedChanges) expect(because, change).toMatch(/\w{3}/);
});
