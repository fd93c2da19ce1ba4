import { expect, test } from "vitest";
import { faultsIn } from "./judge-locked-bucket.ts";
import type { AttackedBucket, LockedBucket } from "./locked-bucket.ts";

const through = { overwrite: 9 };
const kept: AttackedBucket = { lock: "COMPLIANCE", by: "owner", left: 9, through };
const bypassed: AttackedBucket = { lock: "GOVERNANCE", by: "owner", left: 0, through };
const free: AttackedBucket = { lock: null, by: "backups", left: 0, through };
const good: LockedBucket = {
  files: 9,
  isRefused: true,
  attacked: [kept, bypassed, free],
  leftInFolders: 0,
  differences: [],
  reason: "",
  took: 1,
};

test.each<[string, Partial<LockedBucket>]>([
  ["a bucket that takes no locks took copies that were to be locked", { isRefused: false }],
  ["COMPLIANCE, attacked by the bucket's owner: 1 files are gone", { attacked: [{ ...kept, left: 8 }, bypassed, free] }],
  [
    "GOVERNANCE, attacked by backups: 9 files are gone",
    { attacked: [kept, bypassed, free, { lock: "GOVERNANCE", by: "backups", left: 0, through }] },
  ],
  [
    "the control, GOVERNANCE, attacked by the bucket's owner, left 9 files: nothing is shown",
    { attacked: [kept, { ...bypassed, left: 9 }, free] },
  ],
  ["the control, not locked, attacked by backups, left 1 files: nothing is shown", { attacked: [kept, bypassed, { ...free, left: 1 }] }],
  [
    "COMPLIANCE, attacked by the bucket's owner: nothing was overwritten: nothing is shown",
    { attacked: [{ ...kept, through: { overwrite: 0 } }, bypassed, free] },
  ],
  ["the attack left 2 files in the folders: nothing is shown", { leftInFolders: 2 }],
  ["nothing was brought back: there is no backup", { differences: null, reason: "there is no backup" }],
  ["guests: 0 rows instead of 1 rows", { differences: ["guests: 0 rows instead of 1 rows"] }],
])("%s is a fault of a restore from a locked bucket; control: all of it back is none", (fault, change) => {
  expect(faultsIn({ ...good, ...change })).toEqual([fault]);
  expect(faultsIn(good)).toEqual([]);
});
