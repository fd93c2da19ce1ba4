/** Time and timers, which tests and the simulation replace. */
export interface Clock {
  /** Monotonic time (ms). */
  now(): number;
  /** Runs something once after this time; 0: in the next turn of the event loop. Returns a function that cancels it. */
  after(ms: number, run: () => void): () => void;
  /** Runs something repeatedly at this interval. Returns a function that stops it. */
  every(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    if (ms <= 0) {
      const soon = setImmediate(run);
      return () => clearImmediate(soon);
    }
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
};
