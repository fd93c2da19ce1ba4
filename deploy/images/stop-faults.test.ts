import { expect, test } from "vitest";
import { stopFaults } from "./stop-faults.ts";

const heard = ["before", "after"];
const moved = { heard, moves: 1, failedHandshakes: 0 };
const stayed = { heard, moves: 0, failedHandshakes: 0 };

test("a stop after which everybody has heard everything once, in order, without a failed handshake, has no fault", () => {
  expect(stopFaults(0, [moved, stayed], heard)).toEqual([]);
});

test.each([
  ["a server that was told to stop ended with 1", 1, [moved]],
  ["no reader was connected to the server that stopped", 0, [stayed]],
  ["3 handshakes failed", 0, [moved, { ...stayed, failedHandshakes: 3 }]],
  [
    "1 readers heard something twice, not at all, or not in order: before,before,after",
    0,
    [moved, { ...stayed, heard: ["before", ...heard] }],
  ],
  ["1 readers heard something twice, not at all, or not in order: before", 0, [moved, { ...stayed, heard: ["before"] }]],
])("%s: a fault", (fault, code, readers) => {
  expect(stopFaults(code, readers, heard)).toEqual([fault]);
});
