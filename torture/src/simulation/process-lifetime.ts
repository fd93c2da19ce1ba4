import type { Clock } from "../../../server/src/clock.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Whether a simulated process runs, stands still, or is gone; nothing gets into it but through here. */
export interface ProcessLifetime {
  readonly isOver: boolean;
  /** The process's own timers. */
  readonly clock: Clock;
  /** Something reaches the process: at once, when it goes on, or never. */
  deliver(run: () => void): void;
  /** An answer that takes so long to come. Never comes once the process is gone. */
  wait(ms: number): Promise<void>;
  pause(): void;
  goOn(): void;
  /** Whatever it was about to do is not done any more. */
  kill(): void;
  onEnd(run: () => void): void;
}

export function createProcessLifetime(time: VirtualTime): ProcessLifetime {
  let isOver = false;
  let isPaused = false;
  const missed: (() => void)[] = [];
  const endings: (() => void)[] = [];

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

  return {
    get isOver() {
      return isOver;
    },
    clock: { now: time.now, after: (ms, run) => time.after(ms, () => deliver(run)), every },
    deliver,
    wait: (ms) => (ms <= 0 && !isPaused && !isOver ? Promise.resolve() : new Promise((go) => void time.after(ms, () => deliver(go)))),
    pause: () => void (isPaused = true),
    goOn() {
      isPaused = false;
      for (const run of missed.splice(0)) deliver(run);
    },
    kill() {
      isOver = true;
      missed.length = 0;
      for (const end of endings) end();
    },
    onEnd: (run) => void endings.push(run),
  };
}
