/** Numbers that are at most this old count as live (ms). */
export const LIVE_MS = 10_000;
/** Numbers that are older than this are of when there was a connection last (ms). */
export const OFFLINE_MS = 60_000;

export type Age = { is: "live" } | { is: "old"; seconds: number } | { is: "offline"; since: number };

/** How old numbers are that were true at `asOf` (ms); null: they are followed as they change. */
export function ageOf(asOf: number | null, now: number): Age {
  const age = asOf === null ? 0 : now - asOf;
  if (asOf === null || age < LIVE_MS) return { is: "live" };
  return age < OFFLINE_MS ? { is: "old", seconds: Math.floor(age / 1_000) } : { is: "offline", since: asOf };
}
