import { setTimeout as sleep } from "node:timers/promises";

/** Wishes answered by one reading; more wait for the next. */
export const MAX_GATHERED = 1_000;

interface Wish<Key, Value> {
  key: Key;
  resolve(value: Value): void;
  reject(error: unknown): void;
}

/**
 * Asked for one by one, read together: while a reading of a group is under way, further wishes gather for the next.
 * Each wish is answered by a reading that began after it was made. However many ask, a group is read by one at a time.
 */
export function gathered<Key, Value>(
  read: (group: string, keys: Key[]) => Promise<Value[]>,
  { rest = 0 }: { /** After a reading for several (ms): where there is a crowd, more of it gathers meanwhile. */ rest?: number } = {},
): (group: string, key: Key) => Promise<Value> {
  const waiting = new Map<string, Wish<Key, Value>[]>();

  async function work(group: string, wishes: Wish<Key, Value>[]) {
    while (wishes.length > 0) {
      const read = wishes.splice(0, MAX_GATHERED);
      await answer(group, read);
      if (rest > 0 && read.length > 1) await sleep(rest);
    }
    waiting.delete(group);
  }

  async function answer(group: string, wishes: Wish<Key, Value>[]) {
    try {
      const values = await read(
        group,
        wishes.map(({ key }) => key),
      );
      wishes.forEach(({ resolve }, index) => resolve(values[index]!));
    } catch (error) {
      for (const { reject } of wishes) reject(error);
    }
  }

  return (group, key) =>
    new Promise((resolve, reject) => {
      const wish = { key, resolve, reject };
      const wishes = waiting.get(group);
      if (wishes) return void wishes.push(wish);
      const fresh = [wish];
      waiting.set(group, fresh);
      queueMicrotask(() => void work(group, fresh));
    });
}
