/** Time, as far as the live side of the server needs it: how long things take, and when to come back. */
export interface Clock {
  /** Milliseconds from some moment on; never jumps. */
  now(): number;
  /** Runs something once, after so many milliseconds; 0 is as soon as others have had their turn. Returns how to call it off. */
  after(ms: number, run: () => void): () => void;
  /** Runs something again and again. Returns how to end it. */
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
