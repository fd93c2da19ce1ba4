import type { EntriesFrame } from "@turnout/contract/live";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { openConnection } from "./connection.ts";
import { openEventStore } from "./open-store.test-support.ts";
import { endFakeBrowser, fakeBrowser } from "./fake-browser.test-support.ts";
import { type Fault, faults, scriptedSource } from "./scripted-source.test-support.ts";

afterEach(endFakeBrowser);

/** Longer than a whole recovery: silence noticed, and the longest waits before a socket and a load. */
const UNTIL_HEALED = 90_000;

type Step = "happen" | { wait: number } | Fault;
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant("happen" as const) },
  { weight: 3, arbitrary: fc.constantFrom(...faults) },
  { weight: 2, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 30_000 }) }) },
);

/** Plays a schedule of faults against the live connection, heals, and returns what the page shows and what it should show. */
async function play(steps: Step[], distort?: (frame: EntriesFrame) => EntriesFrame) {
  const source = scriptedSource(distort);
  fakeBrowser(source.take);
  const store = openEventStore(source.initial.eventId, openConnection("ws://here/live"), source);
  const added: number[] = [];
  store.onEntries((entries) => added.push(...entries.map(({ seq }) => seq)));
  await vi.advanceTimersByTimeAsync(100);
  for (const one of steps) {
    if (one === "happen") source.happen();
    else if (typeof one === "object") await vi.advanceTimersByTimeAsync(one.wait);
    else source.strike(one);
    await vi.advanceTimersByTimeAsync(1);
  }
  source.heal();
  await vi.advanceTimersByTimeAsync(UNTIL_HEALED);
  source.happen();
  await vi.advanceTimersByTimeAsync(UNTIL_HEALED);
  const { snapshot, state } = store.get();
  const outcome = { shown: { snapshot, state }, wanted: { snapshot: source.snapshot(), state: "live" }, added };
  store.close();
  endFakeBrowser();
  return outcome;
}

test("whatever is lost, doubled, out of order, reset, cut or stalled: the page ends up with the source's snapshot", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { shown, wanted, added } = await play(steps);
      expect(shown).toEqual(wanted);
      expect(added, "each entry once, in order").toEqual([...new Set(added)].toSorted((a, b) => a - b));
    }),
    { numRuns: 300 },
  );
});

test("control: with frames that hide their gaps, a lost one is found to be missing", async () => {
  const withoutGaps = (frame: EntriesFrame) => ({ ...frame, after: 0 });
  const { shown, wanted } = await play(["happen", "lose", "happen", "happen"], withoutGaps);
  expect(shown.snapshot).not.toEqual(wanted.snapshot);
  const search = fc.check(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const outcome = await play(steps, withoutGaps);
      expect(outcome.shown).toEqual(outcome.wanted);
    }),
    { numRuns: 300, seed: 7 },
  );
  expect((await search).failed).toBe(true);
});
