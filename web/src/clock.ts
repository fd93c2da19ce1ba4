/** Two clocks closer than this (ms) count as the same: an answer says its time in whole seconds and takes a while to arrive. */
const SAME_MS = 3_000;

let ahead = 0;
const listeners = new Set<() => void>();

/** The time (ms) by the server's clock, which is the one that closes answers and ends events. A device's own may be days off. */
export function serverNow(): number {
  return Date.now() + ahead;
}

/** Learns how far the clocks are apart from a time that the server named and the time on this device when it was heard (ms). */
export function hearServerTime(named: number, heardAt: number = Date.now()): void {
  const apart = named - heardAt;
  if (!Number.isFinite(apart) || Math.abs(apart - ahead) < SAME_MS) return;
  ahead = apart;
  for (const listener of listeners) listener();
}

/** Calls when what this page took for the time turns out to be wrong; returns how to stop that. */
export function onClockSet(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The page itself came with the server's time, so that nothing is drawn for another day first. */
export function hearPageTime(): void {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const named = page?.serverTiming?.find(({ name }) => name === "now");
  if (named) hearServerTime(named.duration, performance.timeOrigin + page!.responseStart);
}
