import { expect, test } from "vitest";
import { absenceAt, misses, missesBeside, type Outcome } from "./outcome.ts";

const good: Outcome = {
  requests: 1_000,
  failedRequests: [],
  answered: 20,
  failedHandshakes: [],
  absences: [0, 0, 300, 400, 2_000],
  lost: 0,
  doubled: 0,
  gone: 0,
};

test("an outcome that just meets every goal has no miss", () => {
  expect(misses(good, 5)).toEqual([]);
  expect([absenceAt(good, 0.5), absenceAt(good, 1), absenceAt({ ...good, absences: [] }, 1)]).toEqual([300, 2_000, 0]);
});

test.each<[string, Partial<Outcome>]>([
  ["1 requests failed: 502", { failedRequests: ["502"] }],
  ["1 handshakes failed: 503", { failedHandshakes: ["503"] }],
  ["half of them were away for 0.3 s or longer", { absences: [0, 0, 301, 400, 2_000] }],
  ["somebody was away for 2.0 s", { absences: [0, 0, 300, 400, 2_001] }],
  ["1 entries never came, 0 came twice", { lost: 1 }],
  ["0 entries never came, 1 came twice", { doubled: 1 }],
  ["1 readers did not come back", { gone: 1 }],
  ["only 4 sockets ended: the servers did not leave anybody", { absences: [0, 0, 0, 0] }],
])("%s is a miss", (miss, change) => {
  expect(misses({ ...good, ...change }, 5)).toEqual([miss]);
});

test("an earlier build has to be five times as bad, by the median and by the worst", () => {
  expect(missesBeside(good, { ...good, absences: [1_500, 1_500, 1_500, 10_000] })).toEqual([]);
  expect(missesBeside(good, { ...good, absences: [1_499, 1_499, 1_499, 10_000] })).toEqual([
    "away for 0.3 s instead of 1.5 s: not 5 times shorter",
  ]);
  expect(missesBeside(good, { ...good, absences: [1_500, 1_500, 1_500, 9_999] })).toHaveLength(1);
});
