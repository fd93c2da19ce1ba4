import { expect, test } from "vitest";
import { leftBehind } from "./place.ts";

const history = (...all: [status: string, description?: string][]) =>
  all.map(([status, description = ""], at) => ({ revision: at + 1, status, description }));

test.each([
  ["nothing is installed", history(), null],
  ["what was begun is done", history(["superseded"], ["deployed"]), null],
  ["an upgrade that failed is done, too", history(["deployed"], ["failed"]), null],
  ["an upgrade was killed", history(["superseded"], ["deployed"], ["pending-upgrade"]), { status: "pending-upgrade", back: 2 }],
  [
    "an upgrade was killed after one that failed",
    history(["deployed"], ["failed"], ["pending-upgrade"]),
    { status: "pending-upgrade", back: 1 },
  ],
  ["the first installation was killed", history(["pending-install"]), { status: "pending-install", back: null }],
  [
    "a rollback was killed: what it was to take away has served",
    history(["superseded"], ["deployed"], ["pending-rollback", "Rollback to 1"]),
    { status: "pending-rollback", back: 1 },
  ],
])("%s", (_, revisions, left) => {
  expect(leftBehind(revisions)).toEqual(left);
});
