import type { Clock } from "../../../server/src/clock.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type ProcessLifetime = ReturnType<typeof createProcessLifetime>;

/** Whether a simulated process runs, stands still, or is gone; nothing gets into it but through here. */
export function createProcessLifetime(time: VirtualTime) {
  let isOver = false;
  let isPaused = false;
  const missed: (() => void)[] = [];
  const endings: (() => void)[] = [];

  /** Something reaches the process: at once, when it goes on, or never. */
  function deliver(run: () => void) {
    if (isOver) return;
    if (isPaused) missed.push(run);
    else run();
  }

  function every(ms: number, run: () => void) {
    let isEnded = false;
    const again = () =>
      time.after(ms, () => {
        if (isEnded || isOver) return;
        deliver(run);
        again();
      });
    again();
    return () => void (isEnded = true);
  }

  /** The process's own timers. */
  const clock: Clock = { now: time.now, after: (ms, run) => time.after(ms, () => deliver(run)), every };

  return {
    get isOver() {
      return isOver;
    },
    clock,
    deliver,
    /** An answer that takes so long to come. Never comes once the process is gone. */
    wait: (ms: number): Promise<void> =>
      ms <= 0 && !isPaused && !isOver ? Promise.resolve() : new Promise((go) => void time.after(ms, () => deliver(go))),
    pause: () => void (isPaused = true),
    goOn() {
      isPaused = false;
      for (const run of missed.splice(0)) deliver(run);
    },
    /** Whatever it was about to do is not done any more. */
    kill() {
      isOver = true;
      missed.length = 0;
      for (const end of endings) end();
    },
    onEnd: (run: () => void) => void endings.push(run),
  };
}
