import { expect, test } from "vitest";
import { faultsIn } from "./judge-node-drain.ts";
import type { NodeDrain } from "./node-drain.ts";

const good: NodeDrain = {
  requests: 900,
  failedRequests: [],
  answered: 40,
  failedHandshakes: [],
  absences: [100, 200],
  lost: 0,
  doubled: 0,
  gone: 0,
  nodes: 2,
  refused: 3,
  leastReady: 1,
  killed: 0,
  took: 60_000,
};

test("a drain that nobody noticed has no fault", () => expect(faultsIn(good)).toEqual([]));

test.each<[string, Partial<NodeDrain>, string]>([
  ["a request that failed", { failedRequests: ["503"] }, "1 requests failed: 503"],
  ["an entry that never came", { lost: 1 }, "1 entries never came, 0 came twice"],
  ["somebody who was away", { absences: [100, 2_500] }, "somebody was away for 2.5 s"],
  ["nobody who had to move", { absences: [] }, "only 0 sockets ended: the servers did not leave anybody"],
  ["one node alone", { nodes: 1 }, "all pods were on one node: the budget had nothing to decide"],
  ["a budget that was not asked", { refused: 0 }, "no eviction was refused: the budget was not asked"],
  ["no pod that serves", { leastReady: 0 }, "no pod was ready for a while"],
  ["a process that did not stop", { killed: 1 }, "1 processes did not stop in the time that their pod gave them"],
])("%s is a fault", (_name, change, fault) => expect(faultsIn({ ...good, ...change })).toEqual([fault]));
