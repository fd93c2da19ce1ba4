export type VirtualTime = ReturnType<typeof createVirtualTime>;

interface Due {
  at: number;
  run: (() => void) | null;
}

/** Promises that can go on have gone on before this one does. */
const everythingSettled = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Time that passes only when everything that was to happen before has happened. */
export function createVirtualTime() {
  /** In order; of those at the same moment, who came first. */
  const dues: Due[] = [];
  let now = 0;

  /** Runs something once, so many milliseconds from now. Returns how to call it off. */
  function after(ms: number, run: () => void): () => void {
    const due: Due = { at: now + Math.max(0, ms), run };
    let [place, end] = [0, dues.length];
    while (place < end) {
      const middle = (place + end) >> 1;
      if (dues[middle]!.at <= due.at) place = middle + 1;
      else end = middle;
    }
    dues.splice(place, 0, due);
    return () => void (due.run = null);
  }

  return {
    /** Milliseconds since the beginning. */
    now: () => now,
    after,
    sleep: (ms: number) => new Promise<void>((resolve) => void after(ms, resolve)),
    /** Lets everything happen that is due up to a moment. */
    async playUntil(moment: number): Promise<void> {
      await everythingSettled();
      while (dues.length > 0 && dues[0]!.at <= moment) {
        const due = dues.shift()!;
        if (!due.run) continue;
        now = due.at;
        due.run();
        await everythingSettled();
      }
      now = moment;
    },
  };
}
