import type { DoorGuest } from "./use-arrivals.ts";

/** Enter lets the only match in, all who are not here yet: a name is typed, and the hand stays where it is. Resolves to whether it did. */
export async function letOnlyMatchIn(
  found: readonly DoorGuest[],
  record: (guest: DoorGuest, people: number) => Promise<boolean>,
): Promise<boolean> {
  const [only] = found;
  if (!only || found.length > 1) return false;
  const left = only.partySize - (only.arrived ?? 0);
  return left > 0 && record(only, left);
}
