import { afterEach, expect, test } from "vitest";
import { stayAwake } from "./stay-awake.ts";

const setLocks = (locks: unknown) => Object.defineProperty(navigator, "wakeLock", { value: locks, configurable: true });
const setHidden = (isHidden: boolean) => {
  Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
};
afterEach(() => {
  Reflect.deleteProperty(navigator, "wakeLock");
  setHidden(false);
});

/** Screens that stay on as long as one of these is held, and no longer than the page is seen. */
function someLocks() {
  const held: { released: boolean; release(): Promise<void> }[] = [];
  const request = async () => {
    const one = { released: false, release: async () => void (one.released = true) };
    held.push(one);
    return one;
  };
  setLocks({ request });
  return {
    asked: () => held.length,
    holding: () => held.filter(({ released }) => !released).length,
    lose: () => void held.at(-1)?.release(),
  };
}

test("the screen stays on until that is over", async () => {
  const { holding } = someLocks();
  const end = stayAwake();
  await expect.poll(holding).toBe(1);
  end();
  await expect.poll(holding).toBe(0);
});

test("a page that was hidden and is seen again keeps the screen on again, and one that was not asks once", async () => {
  const { holding, asked, lose } = someLocks();
  const end = stayAwake();
  await expect.poll(holding).toBe(1);
  setHidden(false);
  expect(asked()).toBe(1);
  lose();
  setHidden(true);
  expect(asked()).toBe(1);
  setHidden(false);
  await expect.poll(holding).toBe(1);
  expect(asked()).toBe(2);
  end();
  setHidden(false);
  expect(holding()).toBe(0);
});

test("a lock that is granted when it is over already is given back", async () => {
  const { holding, asked } = someLocks();
  stayAwake()();
  await expect.poll(asked).toBe(1);
  await expect.poll(holding).toBe(0);
});

test("a browser without such locks, and one that refuses, do nothing", async () => {
  setLocks(undefined);
  stayAwake()();
  let asked = 0;
  setLocks({ request: async () => Promise.reject(new Error(`refused ${++asked}`)) });
  stayAwake()();
  await expect.poll(() => asked).toBe(1);
});
