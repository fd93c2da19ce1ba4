import { expect, test } from "vitest";
import type { Table } from "../result.ts";
import { besideBefore } from "./beside.ts";

const ours = { variant: "Turnout", part: "ours" as const, figures: { "pages/s": [200, 300, 400], "CPU µs": [10, 10, 10] } };
const before = { variant: "Turnout at 1234567", part: "before" as const, figures: { "pages/s": [100, 100, 100], "CPU µs": [20, 20, 20] } };
const table = (...rows: Table["rows"]): Table => ({ setting: "event page", headline: "pages/s", better: "more", rows });

test("a build before is told beside ours, round by round, with the processor time of both", () => {
  const text = besideBefore([{ scenario: "read", tables: [table(ours, before)] }]);
  expect(text).toContain("## Beside Turnout at 1234567");
  expect(text).toContain("| read: event page | pages/s | 100 | 300 | 3.00× (2.00–4.00) | 20.0 | 10.0 | 2.00× (2.00–2.00) |");
});

test("where no build before was measured, nothing is told of one", () => {
  expect(besideBefore([{ scenario: "read", tables: [table(ours)] }])).toBe("");
});
