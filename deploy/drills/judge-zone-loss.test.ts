import { expect, test } from "vitest";
import { faultsIn, GAP_AT_MOST } from "./judge-zone-loss.ts";
import type { ZoneLoss } from "./zone-loss.ts";

const write = { text: "message 7", seq: 12, at: 0 };
const kept = { lost: [], doubled: 0, unacknowledged: 3 };
const good: ZoneLoss = { acknowledged: 3_000, gap: GAP_AT_MOST, kept, different: 0, hasNewLeader: true };

test.each<[string, Partial<ZoneLoss>]>([
  ["lost: 1: message 7 (position 12)", { kept: { ...kept, lost: [write] } }],
  ["1 writes are there twice", { kept: { ...kept, doubled: 1 } }],
  ["1 members hold something else than the leader", { different: 1 }],
  ["nothing was acknowledged for 12.1 s", { gap: GAP_AT_MOST + 100 }],
  ["the leader is the one before: nothing is shown", { hasNewLeader: false }],
])("%s is a fault of a zone's loss; control: all goals just met are none", (fault, change) => {
  expect(faultsIn({ ...good, ...change })).toEqual([fault]);
  expect(faultsIn(good)).toEqual([]);
});
