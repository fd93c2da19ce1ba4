import { expect, test } from "vitest";
import { faultsIn } from "./judge-locked-copy.ts";
import type { LockedCopy } from "./locked-copy.ts";

const good: LockedCopy = { files: 9, left: 9, leftInFirst: 0, differences: [], reason: "", took: 1 };

test.each<[string, Partial<LockedCopy>]>([
  ["1 locked files were changed or removed", { left: 8 }],
  ["the attack left 2 files in the first repository: nothing is shown", { leftInFirst: 2 }],
  ["nothing was brought back: there is no backup", { differences: null, reason: "there is no backup" }],
  ["guests: 0 rows instead of 1 rows", { differences: ["guests: 0 rows instead of 1 rows"] }],
])("%s is a fault of a restore from a locked copy; control: all of it back is none", (fault, change) => {
  expect(faultsIn({ ...good, ...change })).toEqual([fault]);
  expect(faultsIn(good)).toEqual([]);
});
