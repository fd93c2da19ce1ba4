import { z } from "zod";
import { CommandId } from "./ids.ts";

/** Longest name of a gate. */
export const MAX_GATE = 40;

/** One of the browsers that hosts let people in with. Made by the browser, and thrown away with what it keeps. */
export const DoorDevice = z.uuid();

/**
 * People of a party who came in together, by one door. A door without a network records a fact, which the server gets later: it has
 * the `device` and its `counter`, which name it. Absent fields mean no, and entries of earlier versions have none of these.
 */
export const Arrival = z.object({
  /** By the server's clock: of a fact as old as it was when its device sent it. */
  at: z.iso.datetime(),
  /** How many of them count: none of a fact that takes another back. */
  people: z.int().min(0),
  gate: z.string(),
  /** The command that recorded it, or that its door tried before it went on without a network. */
  commandId: CommandId.optional(),
  device: DoorDevice.optional(),
  counter: z.int().optional(),
  /** How many of them are more than the guest announced, and whoever let them in knew. */
  beyond: z.int().optional(),
  /** The counter of the fact of the same device that this one takes back. */
  takesBack: z.int().optional(),
  takenBack: z.literal(true).optional(),
  /** By how much the device's clock was ahead, or below zero behind (s), where that is more than a few minutes. */
  clockOff: z.int().optional(),
});
export type Arrival = z.infer<typeof Arrival>;

/** The arrivals that count, in the order of their times. */
export const standingArrivals = (arrivals: readonly Arrival[]): Arrival[] =>
  arrivals.filter(({ people, takenBack }) => people > 0 && !takenBack);

/** How many people came in by these. */
export const peopleIn = (arrivals: readonly Arrival[]): number => standingArrivals(arrivals).reduce((sum, { people }) => sum + people, 0);

/**
 * The arrivals of a party of which some people were let in twice, and nobody at a door could know: none unless more came than were
 * announced, by several doors or at several times, apart from those that somebody let in knowingly.
 */
export function admittedTwice({ partySize, arrivals }: { partySize: number; arrivals?: readonly Arrival[] | null | undefined }): Arrival[] {
  const standing = standingArrivals(arrivals ?? []);
  const unknowing = standing.reduce((sum, { people, beyond = 0 }) => sum + Math.max(0, people - beyond), 0);
  return standing.length > 1 && unknowing > partySize ? standing : [];
}
