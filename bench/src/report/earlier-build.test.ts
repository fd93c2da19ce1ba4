import { expect, test } from "vitest";
import type { Table } from "../result.ts";
import { comparedWithEarlier } from "./earlier-build.ts";

const ours = { variant: "Turnout", part: "ours" as const, figures: { "pages/s": [200, 300, 400], "CPU µs": [10, 10, 10] } };
const before = { variant: "Turnout at 1234567", part: "before" as const, figures: { "pages/s": [100, 100, 100], "CPU µs": [20, 20, 20] } };
const table = (...rows: Table["rows"]): Table => ({ setting: "event page", headline: "pages/s", better: "more", rows });

test("an earlier build is compared with this one, round by round, with the processor time of both", () => {
  const text = comparedWithEarlier([{ scenario: "read", tables: [table(ours, before)] }]);
  expect(text).toContain("## Beside Turnout at 1234567");
  expect(text).toMatch(
    /\| read: event page \| pages\/s \| +100 \| +300 \| 3\.00× \(2\.00–4\.00\) \| +20\.0 \| +10\.0 \| 2\.00× \(2\.00–2\.00\) \|/,
  );
});

test("a build that ran in one process here and plainly there is named once", () => {
  const text = comparedWithEarlier([
    { scenario: "read", tables: [table(ours, before)] },
    { scenario: "nodes", tables: [table(ours, { ...before, variant: "Turnout at 1234567, 1 process" })] },
  ]);
  expect(text).toMatch(/^## Beside Turnout at 1234567\n/);
});

test("without an earlier build nothing is written about one", () => {
  expect(comparedWithEarlier([{ scenario: "read", tables: [table(ours)] }])).toBe("");
});
