/** An async queue with one consumer: yields what is put in, in order, until `signal` aborts. */
export function createFrameQueue<Item>(signal: AbortSignal) {
  const items: Item[] = [];
  let wakeReader: () => void = () => {};
  signal.addEventListener("abort", () => wakeReader());

  return {
    put(item: Item) {
      items.push(item);
      wakeReader();
    },
    async *all(): AsyncGenerator<Item> {
      while (!signal.aborted) {
        const item = items.shift();
        if (item !== undefined) yield item;
        else await new Promise<void>((resolve) => (wakeReader = resolve));
      }
    },
  };
}
