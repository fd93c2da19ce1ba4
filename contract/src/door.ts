import { z } from "zod";
import { GuestCard } from "./guests.ts";

/** Longest text that is looked at as a scanned code: a link with an origin of its own before it. */
export const MAX_SCAN = 500;

export const DoorScan = z.object({ code: z.string().min(1).max(MAX_SCAN) });

/**
 * What a scanned code turns out to be. `listed`: its guest is on the list, whatever they answered. `ended`: they are, and have a newer code.
 * `removed`: hosts took them off the list. `otherEvent`: it says that it is another event's. `forged`: this event's key did not sign it, or it is no code at all.
 */
export const CodeVerdict = z.enum(["listed", "ended", "removed", "otherEvent", "forged"]);
export type CodeVerdict = z.infer<typeof CodeVerdict>;

export const FoundByCode = z.object({
  verdict: CodeVerdict,
  /** The guest of a code that this event's key signed, as they are now. */
  guest: GuestCard.nullable(),
});
export type FoundByCode = z.infer<typeof FoundByCode>;
