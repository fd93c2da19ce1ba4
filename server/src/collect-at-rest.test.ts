import { expect, test, vi } from "vitest";
import { collectAtRest, MAX_COLLECTED, REST, REST_UTILIZATION, type Memory } from "./collect-at-rest.ts";
import { systemClock } from "./clock.ts";

const MB = 2 ** 20;

/** A process whose rests the test passes; collecting leaves it 40 MB. */
function aProcess() {
  const state = { utilization: 0, memory: { used: 60 * MB, held: 100 * MB } as Memory };
  const collect = vi.fn<() => void>(() => void (state.memory = { used: 40 * MB, held: 40 * MB }));
  let passRest = () => {};
  const every = (ms: number, run: () => void) => {
    expect(ms).toBe(REST);
    passRest = run;
    return () => {};
  };
  collectAtRest({ clock: { ...systemClock, every }, utilization: () => state.utilization, memory: () => state.memory, collect });
  return { state, collect, rest: () => passRest() };
}

test("a process at rest collects its garbage once, and again when there is more", () => {
  const { state, collect, rest } = aProcess();
  for (let times = 0; times < 5; times++) rest();
  expect(collect).toHaveBeenCalledTimes(1);
  state.memory.held = 45 * MB;
  rest();
  expect(collect).toHaveBeenCalledTimes(1);
  state.memory.held = 60 * MB;
  rest();
  expect(collect).toHaveBeenCalledTimes(2);
});

test("a process that is busy, or whose heap takes long to collect, is left alone", () => {
  const { state, collect, rest } = aProcess();
  state.utilization = REST_UTILIZATION + 0.01;
  rest();
  expect(collect).not.toHaveBeenCalled();
  state.utilization = 0;
  state.memory = { used: MAX_COLLECTED + 1, held: 2 * MAX_COLLECTED };
  rest();
  expect(collect).not.toHaveBeenCalled();
  state.memory = { used: MAX_COLLECTED, held: 2 * MAX_COLLECTED };
  rest();
  expect(collect).toHaveBeenCalled();
});

test("collecting frees what nobody refers to any more, without a flag on Node's command line", async () => {
  let passRest = () => {};
  const every = (_: number, run: () => void) => {
    passRest = run;
    return () => {};
  };
  collectAtRest({ clock: { ...systemClock, every }, utilization: () => 0, memory: () => ({ used: 0, held: 0 }) });
  let ref: WeakRef<object>;
  do {
    ref = refersToNothing();
    await new Promise(setImmediate); // what a reference was made of lives until the end of its turn
  } while (!ref.deref()); // Node collected meanwhile by itself
  await new Promise(setImmediate);
  passRest();
  expect(ref.deref()).toBeUndefined();
});

const refersToNothing = () => new WeakRef({ nobody: "refers to this" });
