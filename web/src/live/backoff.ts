export interface Backoff {
  /** The next wait (ms), with full jitter, so that clients cut off together do not return together. */
  next(atLeast?: number): number;
  reset(): void;
}

export function createBackoff(shortest: number, longest: number): Backoff {
  let failures = 0;
  return {
    next(atLeast = 0) {
      const span = Math.min(longest, shortest * 2 ** Math.min(failures++, 30));
      return atLeast + Math.random() * span;
    },
    reset: () => void (failures = 0),
  };
}

/** Waits, but no longer than until the network is back or the signal aborts. */
export function waitForTurn(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    signal?.addEventListener("abort", done);
    if (signal?.aborted) done();
  });
}
