import { BOARD_MINUTES, type MinuteCount } from "@turnout/contract/board";

const MINUTE = 60_000;
/** How many minutes the rate in words is of. */
export const RATE_MINUTES = 10;

export interface Minute {
  /** When it begins (ms). */
  at: number;
  people: number;
}

/** Each of the last minutes up to the one that it is now, also those in which nobody came. An arrival that is ahead of this clock is now. */
export function lastMinutes(counts: readonly MinuteCount[], now: number): Minute[] {
  const of = new Map(counts.map(({ at, people }) => [Date.parse(at), people]));
  const last = Math.max(Math.floor(now / MINUTE) * MINUTE, ...of.keys());
  return Array.from({ length: BOARD_MINUTES }, (_, index) => {
    const at = last - (BOARD_MINUTES - 1 - index) * MINUTE;
    return { at, people: of.get(at) ?? 0 };
  });
}

/** How many came in the last `RATE_MINUTES`. */
export const lately = (minutes: readonly Minute[]): number => minutes.slice(-RATE_MINUTES).reduce((sum, { people }) => sum + people, 0);
