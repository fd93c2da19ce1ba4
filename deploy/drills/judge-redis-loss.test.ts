import { expect, test } from "vitest";
import { BEHIND_AT_MOST, faultsIn, USED_AGAIN_WITHIN } from "./judge-redis-loss.ts";
import type { RedisLoss } from "./redis-loss.ts";

const good: RedisLoss = {
  requests: 400,
  failedRequests: [],
  answered: 20,
  failedHandshakes: [],
  absences: [],
  lost: 0,
  doubled: 0,
  gone: 0,
  behind: BEHIND_AT_MOST,
  usedAgain: USED_AGAIN_WITHIN,
};

test.each<[string, Partial<RedisLoss>]>([
  ["1 requests failed: 500", { failedRequests: ["500"] }],
  ["1 handshakes failed: 503", { failedHandshakes: ["503"] }],
  ["1 sockets ended", { absences: [0] }],
  ["0 entries lost, 0 doubled, 1 readers gone", { gone: 1 }],
  ["2 entries lost, 0 doubled, 0 readers gone", { lost: 2 }],
  ["readers were behind for 2.6 s", { behind: BEHIND_AT_MOST + 100 }],
  ["used again only after 10.1 s", { usedAgain: USED_AGAIN_WITHIN + 100 }],
])("%s is a fault of a loss of Redis; control: all goals just met are none", (fault, change) => {
  expect(faultsIn({ ...good, ...change })).toEqual([fault]);
  expect(faultsIn(good)).toEqual([]);
});
