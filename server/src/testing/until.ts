import { vi } from "vitest";
import { PATIENCE } from "./patience.ts";

/** Resolves with what `holds` returns, as soon as it throws no more. */
export const until = <Held>(holds: () => Held | Promise<Held>, { interval = 50 } = {}): Promise<Held> =>
  vi.waitFor(holds, { timeout: PATIENCE, interval });
