import { expect, test } from "vitest";
import { CHANGES_REMEMBERED, createKeptStates, KEPT_SIZE, LOOKS_APART } from "./kept-states.ts";

interface State {
  sources: string[];
  size: number;
}

function open() {
  const clock = { now: 0 };
  const kept = createKeptStates<State>({ sourcesOf: ({ sources }) => sources, sizeOf: ({ size }) => size, clock: () => clock.now });
  let transaction = 0;
  const look = (about: string[] = [], horizon = "7", timeline = "one") => {
    transaction++;
    kept.apply({ changes: about.map((id) => `${id} ${transaction}`), horizon, timeline });
  };
  const put = (id: string, sources = [id], size = 1) => kept.put(id, { sources, size });
  return { kept, clock, look, put };
}

test("a state is given until a change is about one of its sources, and not for what changed before it was read", () => {
  const { kept, look, put } = open();
  look(["event"]);
  put("feed", ["feed", "event"]);
  expect(kept.get("feed")).not.toBeNull();
  look(["other"]);
  expect(kept.get("feed")).not.toBeNull();
  look(["event"]);
  look();
  expect(kept.get("feed")).toBeNull();
});

test("a look asks from the horizon of the last one, and the first from none", () => {
  const { kept, look } = open();
  expect(BigInt(kept.horizon())).toBe(2n ** 63n - 1n);
  look([], "41");
  expect(kept.horizon()).toBe("41");
});

test("nothing is given that was kept on another timeline", () => {
  const { kept, look, put } = open();
  look();
  put("feed");
  look([], "3", "two");
  expect(kept.get("feed")).toBeNull();
});

test(`nothing is given that was last vouched for more than ${LOOKS_APART / 60_000} minutes ago`, () => {
  expect(LOOKS_APART).toBe(3_600_000);
  const { kept, look, put, clock } = open();
  look();
  put("feed");
  clock.now += LOOKS_APART;
  expect(kept.horizon()).toBe("7");
  clock.now += 1;
  expect(BigInt(kept.horizon())).toBe(2n ** 63n - 1n);
  look();
  expect(kept.get("feed")).toBeNull();
});

test(`of more than ${KEPT_SIZE} characters the oldest are dropped`, () => {
  expect(KEPT_SIZE).toBe(33_554_432);
  const { kept, look, put } = open();
  look();
  for (const id of ["a", "b", "c"]) put(id, [id], KEPT_SIZE / 2);
  expect(["a", "b", "c"].map((id) => kept.get(id) !== null)).toEqual([false, true, true]);
  put("b", ["b"], KEPT_SIZE / 2);
  put("d", ["d"], KEPT_SIZE);
  expect(["b", "c", "d"].map((id) => kept.get(id) !== null)).toEqual([false, false, true]);
});

test(`after ${CHANGES_REMEMBERED} changes all is read anew`, () => {
  expect(CHANGES_REMEMBERED).toBe(100_000);
  const { kept, look, put } = open();
  const ids = (count: number) => Array.from({ length: count }, (_, at) => `id-${at}`);
  look();
  put("feed");
  look(ids(CHANGES_REMEMBERED));
  expect(kept.get("feed")).not.toBeNull();
  look(["one more"]);
  expect(kept.get("feed")).toBeNull();
});

test("a change that a look finds again, because an earlier transaction goes on, is no news", () => {
  const { kept, put } = open();
  const found = { changes: ["feed 8"], horizon: "7", timeline: "one" };
  kept.apply(found);
  put("feed");
  kept.apply(found);
  expect(kept.get("feed")).not.toBeNull();
  kept.apply({ ...found, changes: ["feed 8", "feed 9"] });
  expect(kept.get("feed")).toBeNull();
});
