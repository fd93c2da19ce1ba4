import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aHistory, faultsOf, openHistories, type Emitted } from "./histories.test-support.ts";

/** Every calendar that is written while an event changes says what is so, as one entry that is followed. */
const RUNS = Number(process.env["CALENDAR_HISTORIES"] ?? 12);
/** Where the calendars are kept for other readers: `npm run ops -- calendar-readers`. */
const kept = process.env["CALENDAR_FILES"];

const withReplies = await openHistories("rsvp@in.turnout.test");
const withoutReplies = await openHistories(null);
let written = 0;

/** Each text once: two readings of the same are one. */
function keep(emitted: Emitted[]): void {
  if (!kept) return;
  mkdirSync(kept, { recursive: true });
  for (const { text, expected } of new Map(emitted.map((one) => [one.text, one])).values()) {
    const name = String(++written).padStart(6, "0");
    writeFileSync(join(kept, `${name}.ics`), text);
    const [sequence, isCancelled] = [Number(/^SEQUENCE:(\d+)/m.exec(text)?.[1]), /^STATUS:CANCELLED/m.test(text)];
    writeFileSync(join(kept, `${name}.json`), JSON.stringify(expected ? [{ ...expected, sequence, isCancelled }] : []));
  }
}

test.each([
  ["that take replies", withReplies],
  ["that take none", withoutReplies],
])(
  "over any history of an event, calendars from servers %s show its instants, as one entry with a rising SEQUENCE",
  { timeout: 600_000 },
  async (_, { play }) => {
    await fc.assert(
      fc.asyncProperty(aHistory, async (acts) => {
        const emitted = await play(acts);
        keep(emitted);
        expect(faultsOf(emitted)).toEqual([]);
        expect(emitted.length).toBeGreaterThan(acts.length * 2);
      }),
      { numRuns: RUNS },
    );
  },
);

test("whoever is removed after a move that they did not hear of, because they had declined, is sent the times that they know", async () => {
  const emitted = await withReplies.play([
    { do: "answer", guest: 1, answer: "declined" },
    { do: "move", starts: "2031-01-01T00:00", minutes: null },
    { do: "remove", guest: 1 },
  ]);
  expect(faultsOf(emitted)).toEqual([]);
  expect(emitted.filter(({ text }) => text.includes("METHOD:CANCEL")).map(({ text }) => text.includes("20310101"))).toEqual([false]);
});

describe("the judge is not fooled by", () => {
  const acts = [
    { do: "answer", guest: 0, answer: "going" },
    { do: "move", starts: "2031-07-01T19:00", minutes: 60 },
    { do: "move", starts: "2031-07-02T19:00", minutes: 60 },
  ] as const;
  const changed = (emitted: Emitted[], from: RegExp, to: string) =>
    emitted.map((one, at) => (at === emitted.length - 1 ? { ...one, text: one.text.replace(from, to) } : one));

  test.each([
    ["another hour", /DTSTART;TZID=(.*):20310702T19/, "DTSTART;TZID=$1:20310702T18"],
    ["another offset of the zone", /TZOFFSETTO:\+0100/, "TZOFFSETTO:+0200"],
    ["another UID", /UID:/, "UID:x"],
    ["an earlier SEQUENCE", /SEQUENCE:2/, "SEQUENCE:1"],
    ["a cancellation", /STATUS:\w+/, "STATUS:CANCELLED"],
    ["a second entry", /(BEGIN:VEVENT[\s\S]*END:VEVENT\r\n)/, "$1$1"],
    ["no entry", /BEGIN:VEVENT[\s\S]*END:VEVENT\r\n/, ""],
  ])("%s", async (_, from, to) => {
    const emitted = await withReplies.play([...acts]);
    expect(faultsOf(emitted)).toEqual([]);
    expect(faultsOf(changed(emitted, from, to)).length).toBeGreaterThan(0);
  });

  test("a SEQUENCE that stays although the event moved, where all else is as expected", async () => {
    const emitted = await withReplies.play([...acts]);
    const stuck = emitted.map(({ channel, text, expected }) => ({
      channel,
      text: text.replace(/SEQUENCE:\d+/, "SEQUENCE:0"),
      expected: expected && { ...expected, sequence: 0 },
    }));
    expect(faultsOf(stuck).every((fault) => fault.includes("SEQUENCE 0 after 0"))).toBe(true);
    expect(faultsOf(stuck)).not.toEqual([]);
  });
});
