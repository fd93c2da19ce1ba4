import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AWAKE, createWakefulness, LOOK_INTERVAL, ROUND } from "./wakefulness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function asleep(look: () => Promise<number> = async () => Infinity) {
  const [looks, rounds] = [vi.fn<() => Promise<number>>(look), vi.fn<() => void>()];
  const { wake, stop } = createWakefulness({ round: rounds, look: looks });
  return { looks, rounds, wake, stop };
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test("a signal starts rounds at once, for longer than a transaction takes, and then it only looks", async () => {
  const { looks, rounds, wake, stop } = asleep();
  wake();
  await pass(ROUND);
  expect(rounds).toHaveBeenCalledTimes(1);
  await pass(AWAKE);
  const whileAwake = rounds.mock.calls.length;
  expect(whileAwake).toBeGreaterThanOrEqual(AWAKE / ROUND);
  looks.mockClear();
  await pass(10 * LOOK_INTERVAL);
  expect(rounds).toHaveBeenCalledTimes(whileAwake);
  expect(looks).toHaveBeenCalledTimes(10);
  wake();
  await pass(ROUND);
  expect(rounds).toHaveBeenCalledTimes(whileAwake + 1);
  stop();
  await pass(AWAKE);
  expect(rounds).toHaveBeenCalledTimes(whileAwake + 1);
});

test("what is due later wakes it at its time, and work that is there keeps it awake", async () => {
  let due = 3_000;
  const { rounds, wake, stop } = asleep(async () => due);
  wake();
  await pass(AWAKE + ROUND);
  rounds.mockClear();
  await pass(2_000);
  expect(rounds).not.toHaveBeenCalled();
  due = 0;
  await pass(1_000);
  expect(rounds).toHaveBeenCalled();
  await pass(10 * AWAKE);
  expect(rounds.mock.calls.length).toBeGreaterThan((10 * AWAKE) / ROUND - 10);
  stop();
});

test("whoever cannot look does not sleep", async () => {
  const { rounds, wake, stop } = asleep(() => Promise.reject(new Error("the database is away")));
  wake();
  await pass(10 * AWAKE);
  expect(rounds.mock.calls.length).toBeGreaterThan((10 * AWAKE) / ROUND - 10);
  stop();
});

test("a signal that comes while it looks keeps it awake", async () => {
  let answer = (_: number) => {};
  const { rounds, wake, stop } = asleep(() => new Promise((resolve) => (answer = resolve)));
  wake();
  await pass(AWAKE + ROUND);
  wake();
  answer(Infinity);
  rounds.mockClear();
  await pass(ROUND);
  expect(rounds).toHaveBeenCalled();
  stop();
});
