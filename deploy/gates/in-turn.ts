import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

/** Between two looks whether the others are done (ms). */
const LOOK_EVERY = 250;
/** SQLite's code for a file that somebody else has locked. */
const BUSY = 5;

/**
 * Does what only one process of this machine may do at a time: who comes later waits. The lock is SQLite's, which the system takes from a
 * process that ends, however it ends.
 */
export async function inTurn<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const file = new DatabaseSync(lock);
  try {
    while (!take(file)) await sleep(LOOK_EVERY);
    return await work();
  } finally {
    file.close();
  }
}

function take(file: DatabaseSync): boolean {
  try {
    file.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== BUSY) throw error;
    return false;
  }
}
