import { expect, test } from "vitest";
import { lacksBackupTools } from "../backup/lacks-tools.ts";
import { faultsIn } from "./judge-pitr.ts";
import { BACK_WITHIN, ENTRIES, EVENTS, pitr, type Outcome } from "./pitr.ts";

const good: Outcome = { backUp: 1, check: 1, restored: 5, ready: BACK_WITHIN, entries: ENTRIES, gaps: 0, events: EVENTS, isNewEpoch: true };

test("all entries in time are no fault; one less, a gap, an event that stayed empty, the old epoch, and a second too much are", () => {
  expect(faultsIn(good)).toEqual([]);
  const bad: Partial<Outcome>[] = [
    { entries: ENTRIES - 1 },
    { gaps: 1 },
    { events: EVENTS - 1 },
    { isNewEpoch: false },
    { ready: BACK_WITHIN + 1 },
  ];
  for (const one of bad) expect(faultsIn({ ...good, ...one })).toHaveLength(1);
});

test.skipIf(await lacksBackupTools())("the drill itself, with a fiftieth of the entries", async () => {
  const entries = ENTRIES / 50;
  const outcome = await pitr(() => {}, entries);
  expect(faultsIn({ ...outcome, ready: 0 }, entries)).toEqual([]);
  expect(outcome.ready).toBeGreaterThan(0);
});
