import { resolve } from "node:path";
import type { BackupPlan } from "../../../dev-database/src/backup/back-up.ts";

/** How long after a failed backup the next one is tried (ms). */
export const RETRY_AFTER = 3_600_000;
/** How long after the start the first backup is made, so that it does not make a start slower (ms). */
export const FIRST_AFTER = 60_000;
/** Timers beyond 24 days end at once. */
const LONGEST_TIMER = 86_400_000;

interface Schedule extends BackupPlan {
  /** Time between two backups (ms). */
  every: number;
  /** Told when the newest backup was made that counts: at the start, and after each one. Null: there is none. */
  tell(madeAt: Date | null): void;
  onError(error: unknown): void;
  firstAfter?: number;
}

/**
 * Backs up the embedded database whenever the newest backup that passed its check is older than the interval, also across restarts. The
 * returned function stops it: one that is being made then fails, and leaves nothing that counts.
 */
export async function scheduleBackups(schedule: Schedule): Promise<() => void> {
  // A production installation comes without the embedded database.
  const { backUp, lastBackup } = await import("../../../dev-database/src/backup/back-up.ts");
  const plan = { ...schedule, folder: resolve(schedule.folder) };
  const { every, firstAfter = FIRST_AFTER, tell, onError } = schedule;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const wait = (due: number) => {
    if (isStopped) return;
    const left = Math.max(0, due - Date.now());
    timer = left > LONGEST_TIMER ? setTimeout(() => wait(due), LONGEST_TIMER) : setTimeout(() => void makeOne(), left);
    timer.unref();
  };

  async function makeOne() {
    let next = Date.now() + RETRY_AFTER;
    try {
      const { backup } = await backUp(plan);
      const madeAt = new Date(backup.takenAt);
      tell(madeAt);
      next = madeAt.getTime() + every;
    } catch (error) {
      if (!isStopped) onError(error);
    }
    wait(next);
  }

  const last = lastBackup(plan.folder);
  tell(last);
  wait(Math.max(Date.now() + firstAfter, last ? last.getTime() + every : 0));
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
