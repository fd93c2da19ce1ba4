import { expect, test } from "vitest";
import { playEvening } from "./doors.ts";
import { doorMutants, EVENINGS, firstRedEvening } from "./simulate-doors.ts";

const IN_THE_NIGHT = process.env["TEST_NIGHT"] !== undefined;

test("three doors agree afterwards: nobody is lost, and nobody was let in twice in silence", async () => {
  const sum: Record<string, number> = {};
  for (let seed = 1; seed <= EVENINGS; seed++) {
    const { wrong, counted } = await playEvening(seed);
    expect(wrong, `evening ${seed}`).toEqual([]);
    for (const [what, count] of Object.entries(counted)) sum[what] = (sum[what] ?? 0) + count;
  }
  for (const what of ["passages", "facts"]) expect(sum[what], what).toBeGreaterThan(EVENINGS * 500);
  for (const what of ["twice", "takenBack"]) expect(sum[what], what).toBeGreaterThan(EVENINGS * 5);
  expect(sum["removed"]).toBeGreaterThan(0);
});

test("a seed plays the same evening every time", async () => {
  expect(await playEvening(7)).toEqual(await playEvening(7));
});

/** By day a few of them: the night plays all. */
const tried = IN_THE_NIGHT ? doorMutants : doorMutants.filter((_, at) => at % 3 === 0);
test.each(tried)(`control: $name is found within ${EVENINGS} evenings`, async ({ name }) => {
  expect(await firstRedEvening(1, EVENINGS, name)).not.toBeNull();
});

test.runIf(IN_THE_NIGHT)(
  "10,000 evenings are green",
  async () => {
    for (let seed = 1; seed <= 10_000; seed += 200) expect(await firstRedEvening(seed, 200), `from ${seed} on`).toBeNull();
  },
  3_600_000,
);
