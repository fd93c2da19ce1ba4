/** Signals that end a command; a terminal that is closed, or a connection to it that is lost, hangs up. */
export const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Aborted by the first signal to end; a second one ends at once. */
export function untilSignalled(): AbortSignal {
  const cutOff = new AbortController();
  for (const signal of ENDING) process.once(signal, () => cutOff.abort());
  return cutOff.signal;
}
