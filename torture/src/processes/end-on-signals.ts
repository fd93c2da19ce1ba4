const numbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** On a signal, everything that was started is stopped before we end. Returns how to forget about it. */
export function endOnSignals(stop: () => Promise<void>): () => void {
  const handlers = Object.entries(numbers).map(([signal, number]) => {
    const handler = () => void stop().finally(() => process.exit(128 + number));
    process.once(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => {
    for (const forget of handlers) forget();
  };
}
