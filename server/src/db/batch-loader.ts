import { setTimeout as sleep } from "node:timers/promises";
import { isOutage } from "./outage.ts";

/** Most keys in one batch; more wait for the next. */
export const MAX_BATCH_KEYS = 1_000;
/** Pause for look-ups that thousands ask for at once (ms): fewer statements with more keys each take less of the process. */
export const LOOK_UP_PAUSE = 3;

interface Load<Key, Value> {
  key: Key;
  /** By `performance.now()`. */
  since: number;
  resolve(value: Value): void;
  reject(error: unknown): void;
}

interface BatchOptions {
  /** Pause after a batch of several keys (ms), in which the next batch grows under load. */
  pause?: number;
  /** Keys that have waited so long (ms) fail with the batch before theirs when the database is down. Absent: each is tried. */
  outagePatience?: number;
}

/**
 * Returns a function that loads one key, and reads the keys of many callers in batches: while a group's batch is read, its
 * further keys wait for the next. Every value comes from a read that began after its key was requested. A group has one
 * read at a time. A failed read rejects all keys of its batch.
 */
export function createBatchLoader<Key, Value>(
  read: (group: string, keys: Key[]) => Promise<Value[]>,
  { pause = 0, outagePatience = Infinity }: BatchOptions = {},
): (group: string, key: Key) => Promise<Value> {
  const waiting = new Map<string, Load<Key, Value>[]>();

  async function readAll(group: string, loads: Load<Key, Value>[]) {
    while (loads.length > 0) {
      const batch = loads.splice(0, MAX_BATCH_KEYS);
      await readBatch(group, batch).catch((error: unknown) => {
        const longAgo = isOutage(error) ? performance.now() - outagePatience : -Infinity;
        // In the order in which they were asked for.
        const recent = loads.findIndex(({ since }) => since > longAgo);
        const failed = loads.splice(0, recent === -1 ? loads.length : recent);
        for (const { reject } of [...batch, ...failed]) reject(error);
      });
      if (pause > 0 && batch.length > 1) await sleep(pause);
    }
    waiting.delete(group);
  }

  async function readBatch(group: string, batch: Load<Key, Value>[]) {
    const values = await read(
      group,
      batch.map(({ key }) => key),
    );
    batch.forEach(({ resolve }, index) => resolve(values[index]!));
  }

  return (group, key) =>
    new Promise((resolve, reject) => {
      const load = { key, since: performance.now(), resolve, reject };
      const loads = waiting.get(group);
      if (loads) return void loads.push(load);
      const fresh = [load];
      waiting.set(group, fresh);
      queueMicrotask(() => void readAll(group, fresh));
    });
}
