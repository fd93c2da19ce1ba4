import type { EntriesFrame } from "@turnout/contract/live";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { openConnection } from "./connection.ts";
import { openEventStore } from "./open-store.test-support.ts";
import { endFakeBrowser, fakeBrowser } from "./fake-browser.test-support.ts";
import { type Fault, scriptedSource } from "./scripted-source.test-support.ts";

afterEach(endFakeBrowser);

/** Longer than any wait on the way back: silence noticed, and the longest waits before a line and a load. */
const UNTIL_HEALED = 90_000;

type Step = "happen" | { wait: number } | Fault;
const faults: Fault[] = ["lose", "double", "swap", "reset", "cut", "stall", "goElsewhere", "closeForSlow", "failLoad", "hidden"];
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant("happen" as const) },
  { weight: 3, arbitrary: fc.constantFrom(...faults) },
  { weight: 2, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 30_000 }) }) },
);

/** Plays a schedule against the whole live line, heals, and returns what the page shows beside what it should. */
async function play(steps: Step[], distort?: (frame: EntriesFrame) => EntriesFrame) {
  const source = scriptedSource(distort);
  fakeBrowser(source.take);
  const store = openEventStore(source.initial.eventId, openConnection("ws://here/live"), source);
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
  const { picture, state } = store.get();
  const outcome = { shown: { picture, state }, wanted: { picture: source.picture(), state: "live" } };
  store.close();
  endFakeBrowser();
  return outcome;
}

test("whatever is lost, doubled, out of order, reset, cut or stalled: the page ends up with the source's picture", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { shown, wanted } = await play(steps);
      expect(shown).toEqual(wanted);
    }),
    { numRuns: 300 },
  );
});

test("control: with frames that hide their gaps, a lost one is found to be missing", async () => {
  const withoutGaps = (frame: EntriesFrame) => ({ ...frame, after: 0 });
  const { shown, wanted } = await play(["happen", "lose", "happen", "happen"], withoutGaps);
  expect(shown.picture).not.toEqual(wanted.picture);
  const search = fc.check(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const outcome = await play(steps, withoutGaps);
      expect(outcome.shown).toEqual(outcome.wanted);
    }),
    { numRuns: 300, seed: 7 },
  );
  expect((await search).failed).toBe(true);
});
