/** Time that passes only when everything that was to happen before has happened. */
export interface VirtualTime {
  /** Milliseconds since the beginning. */
  now(): number;
  /** Runs something once, so many milliseconds from now. Returns how to call it off. */
  after(ms: number, run: () => void): () => void;
  sleep(ms: number): Promise<void>;
  /** Lets everything happen that is due up to a moment. */
  playUntil(moment: number): Promise<void>;
}

interface Due {
  at: number;
  order: number;
  run: (() => void) | null;
}

/** Promises that can go on have gone on before this one does. */
const everythingSettled = () => new Promise<void>((resolve) => void setImmediate(resolve));

export function createVirtualTime(): VirtualTime {
  const heap: Due[] = [];
  let now = 0;
  let order = 0;

  function after(ms: number, run: () => void) {
    const due: Due = { at: now + Math.max(0, ms), order: (order += 1), run };
    push(heap, due);
    return () => void (due.run = null);
  }

  return {
    now: () => now,
    after,
    sleep: (ms) => new Promise((resolve) => void after(ms, resolve)),
    async playUntil(moment) {
      await everythingSettled();
      while (heap.length > 0 && heap[0]!.at <= moment) {
        const due = pop(heap);
        if (!due.run) continue;
        now = due.at;
        due.run();
        await everythingSettled();
      }
      now = moment;
    },
  };
}

const isBefore = (a: Due, b: Due) => a.at < b.at || (a.at === b.at && a.order < b.order);

function push(heap: Due[], due: Due) {
  let place = heap.push(due) - 1;
  while (place > 0) {
    const above = (place - 1) >> 1;
    if (!isBefore(due, heap[above]!)) break;
    heap[place] = heap[above]!;
    place = above;
  }
  heap[place] = due;
}

function pop(heap: Due[]): Due {
  const first = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return first;
  let place = 0;
  for (;;) {
    let below = 2 * place + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
    if (!isBefore(heap[below]!, last)) break;
    heap[place] = heap[below]!;
    place = below;
  }
  heap[place] = last;
  return first;
}
