import { expect, test } from "vitest";
import { BACK_WITHIN, faultsIn, isSplit, LOST_AT_MOST } from "./judge-region-loss.ts";
import type { RegionLoss } from "./region-loss.ts";
import { named } from "./writes.ts";

const write = { text: "message 7", seq: 12, at: 0 };
const good: RegionLoss = {
  rate: 200,
  acknowledged: 6_000,
  lost: [write],
  lostSpan: LOST_AT_MOST,
  split: [],
  doubled: 0,
  writtenAfter: BACK_WITHIN,
  liveAfter: BACK_WITHIN,
  gone: 0,
  unaware: 0,
  isNewEpoch: true,
  said: "",
  refusals: ["not promoted: the fence failed: no", "not promoted: the first region still takes changes, whatever the fence says"],
  heldBack: true,
};

test("a region's loss that just meets every goal has no fault, though writes of the last second are lost", () => {
  expect(faultsIn(good)).toEqual([]);
  expect(isSplit(good)).toBe(false);
});

test.each<[string, Partial<RegionLoss>]>([
  ["only 179 writes per second were acknowledged", { rate: 179 }],
  ["writes of the last 1.1 s are lost", { lostSpan: 1_100 }],
  ["1 writes are there twice", { doubled: 1 }],
  ["it took 61.0 s", { writtenAfter: 61_000 }],
  ["it took 62.0 s", { liveAfter: 62_000 }],
  ["1 pages did not come back", { gone: 1 }],
  ["1 pages did not notice that the database is another one", { unaware: 1 }],
  ["the epoch is the old one", { isNewEpoch: false }],
  ["split brain: both regions took changes, 1 of them only the first", { split: [write] }],
  ["the command did not refuse to promote beside a region that takes changes: done", { refusals: ["done"] }],
  [`the command did not refuse to promote beside a region that takes changes: ${good.refusals.join("; ")}`, { heldBack: false }],
])("%s is a fault", (fault, change) => {
  expect(faultsIn({ ...good, ...change })).toEqual([fault]);
});

test("what is lost is counted and named, the first forty of it", () => {
  expect(named([])).toBe("none");
  expect(named([write])).toBe("1: message 7 (position 12)");
  expect(named(Array.from({ length: 41 }, () => write))).toMatch(/^41: .*, 1 more$/);
});
