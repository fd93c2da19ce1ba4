import { z } from "zod";
import { GateCount } from "./door-facts.ts";
import { DoorToken } from "./door-links.ts";
import { Tally } from "./guests.ts";

/** How many minutes back arrivals are counted minute by minute. */
export const BOARD_MINUTES = 60;

/** How many people came in within a minute, which begins at `at`. */
export const MinuteCount = z.object({ at: z.iso.datetime(), people: z.int().min(0) });
export type MinuteCount = z.infer<typeof MinuteCount>;

/** An evening in numbers, without a name. */
export const Board = z.object({
  /** The log position that it was read at, and when that was by the server's clock. */
  seq: z.int(),
  at: z.iso.datetime(),
  tally: Tally,
  /** Most people first. The empty name: unnamed gates. */
  gates: z.array(GateCount),
  /** The last `BOARD_MINUTES` of them, oldest first, without those in which nobody came. */
  minutes: z.array(MinuteCount),
});
export type Board = z.infer<typeof Board>;

export const BoardByLink = z.strictObject({ token: DoorToken });
