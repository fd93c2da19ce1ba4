/** Clocks closer than this (ms) count as the same: a response names whole seconds and takes a while to arrive. */
const SAME_MS = 3_000;

let ahead = 0;
const listeners = new Set<() => void>();

/** The time (ms) by the server's clock, which is the one that closes answers and ends events. A device's own may be days off. */
export function serverNow(): number {
  return Date.now() + ahead;
}

/** Sets how far the clocks are apart, from the server's time and this device's when it was received (ms). */
export function setServerTime(named: number, receivedAt: number = Date.now()): void {
  const apart = named - receivedAt;
  if (!Number.isFinite(apart) || Math.abs(apart - ahead) < SAME_MS) return;
  ahead = apart;
  for (const listener of listeners) listener();
}

/** Calls `listener` when the difference of the clocks changes; returns the function that unsubscribes. */
export function onClockSet(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Takes the server's time from the page's own response, so that nothing is drawn for another day first. */
export function setTimeFromPage(): void {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const named = page?.serverTiming?.find(({ name }) => name === "now");
  if (named) setServerTime(named.duration, performance.timeOrigin + page!.responseStart);
}
