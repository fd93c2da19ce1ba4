import { systemClock, type Clock } from "../clock.ts";

/**
 * How long a process looks for jobs at their usual interval after a signal (ms). A signal precedes the commit of its jobs, so this is
 * longer than a transaction may take.
 */
export const AWAKE = 15_000;
/** Longest time between two looks at the queue (ms): how late a job can be whose signal was lost. */
export const LOOK_INTERVAL = 10_000;
/** Time from waking to the first round (ms): most transactions have committed by then. */
const FIRST_ROUND = 50;
/** Interval of the rounds while a process is awake (ms). */
export const ROUND = 500;

interface Sleeper {
  /** Fetches jobs. Must not throw. */
  round(): void;
  /** Time until something is due (ms): 0 for what is due or being worked on. It also wakes others that depend on this process. */
  look(): Promise<number>;
  /** Absent: `AWAKE`. */
  awake?: number | undefined;
  clock?: Clock;
}

export interface Wakefulness {
  /** Jobs may be there, or will be soon. */
  wake(): void;
  stop(): void;
}

/**
 * Runs rounds while there is work, and none while there is not: from then on it looks rarely, and when something is due. A look
 * that fails keeps it awake, so that a process that cannot tell is never late.
 */
export function createWakefulness({ round, look, awake = AWAKE, clock = systemClock }: Sleeper): Wakefulness {
  let awakeUntil = -Infinity;
  let isAwake = false;
  let isStopped = false;
  let cancelNext = () => {};

  function next(ms: number, run: () => void) {
    cancelNext();
    if (!isStopped) cancelNext = clock.after(ms, run);
  }

  function wake() {
    awakeUntil = clock.now() + awake;
    if (isAwake || isStopped) return;
    isAwake = true;
    next(FIRST_ROUND, oneRound);
  }

  function oneRound() {
    round();
    if (clock.now() < awakeUntil) next(ROUND, oneRound);
    else void lookAround();
  }

  async function lookAround() {
    const due = await look().catch(() => 0);
    if (isStopped) return;
    if (due > 0 && clock.now() >= awakeUntil) return sleep(due);
    awakeUntil = Math.max(awakeUntil, clock.now() + Math.min(awake, LOOK_INTERVAL));
    isAwake = true;
    oneRound();
  }

  function sleep(due: number) {
    isAwake = false;
    next(Math.min(due, LOOK_INTERVAL), () => void lookAround());
  }

  return {
    wake,
    stop() {
      isStopped = true;
      cancelNext();
    },
  };
}
