import { z } from "zod";
import { DoorDevice, MAX_GATE } from "./arrivals.ts";
import { GuestCard, MAX_PARTY, Standing } from "./guests.ts";
import { CommandId, GuestId } from "./ids.ts";
import { OneLine } from "./text.ts";

/** Most facts of one upload: a door that was without a network for longer sends several. */
export const MAX_FACTS = 200;
/** Highest counter of a device. */
export const MAX_COUNTER = 1_000_000;
/** Most facts that are kept of one guest; more of them come from a door that is out of order. */
export const MAX_FACTS_OF_GUEST = 100;
/** How far a device's clock may be off before that is shown (s). */
export const CLOCK_TOLERANCE = 120;
/** How long after an event's end a device keeps its roster (h). */
export const ROSTER_HOURS = 12;

/**
 * What a door without a network saw: people of a party came in, or an earlier fact of the same device is taken back. `counter`
 * rises by one with each fact of a device, and with the device names it for good.
 */
export const DoorFact = z.strictObject({
  counter: z.int().min(1).max(MAX_COUNTER),
  /** By the device's clock, which may be wrong. */
  at: z.iso.datetime(),
  gate: OneLine.max(MAX_GATE),
  guestId: GuestId,
  /** None for a fact that takes another back. */
  people: z.int().min(0).max(MAX_PARTY),
  /** How many of them are more than the guest announced, and whoever let them in knew. */
  beyond: z.int().min(1).max(MAX_PARTY).optional(),
  takesBack: z.int().min(1).max(MAX_COUNTER).optional(),
  /** The `recordArrival` that the door tried first, and got no answer to: the same people, who count once. */
  instead: CommandId.optional(),
});
export type DoorFact = z.infer<typeof DoorFact>;

/** A device's facts, in any order, as often as it likes: each counts once. */
export const MergeArrivals = z.strictObject({
  commandId: CommandId,
  device: DoorDevice,
  /** What the device's clock says now: by how much it is off shows how long ago the facts were. */
  sentAt: z.iso.datetime(),
  facts: z.array(DoorFact).min(1).max(MAX_FACTS),
});
export type MergeArrivals = z.infer<typeof MergeArrivals>;

/**
 * What the server makes of a fact. `twice`: some of them were in already, by another door. `removed`: hosts had taken the guest off
 * the list; the arrival is kept. `unknown`: nobody of this event. `tooMany`: more facts of one guest than are kept.
 */
export const FactOutcome = z.enum(["in", "twice", "takenBack", "removed", "unknown", "tooMany"]);
export type FactOutcome = z.infer<typeof FactOutcome>;

/**
 * A guest on a roster: id, name, size of the party, how many of it are in, the place of their standing in `Standing`, and the version of
 * their access, which ends earlier codes. Of guests with one name who have an address, as much of it as tells them apart (`m…a@example.org`).
 * A roster that an earlier version has sent lacks the last two.
 */
export const RosterGuest = z.tuple([
  GuestId,
  z.string(),
  z.int().min(1),
  z.int().min(0),
  z
    .int()
    .min(0)
    .max(Standing.options.length - 1),
  z.int().min(1).optional(),
  z.string().optional(),
]);
export type RosterGuest = z.infer<typeof RosterGuest>;

/** What a door needs to go on without a network: no whole addresses, no notes. */
export const Roster = z.object({
  /** The log position that it was read at. */
  seq: z.int(),
  /** When it was read, by the server's clock. */
  at: z.iso.datetime(),
  /** When devices forget it. */
  until: z.iso.datetime(),
  title: z.string(),
  /** The public half of the key that signs this event's codes, to check them without a network. Left out: an earlier version sent it. */
  doorKey: z.string().optional(),
  guests: z.array(RosterGuest),
});
export type Roster = z.infer<typeof Roster>;

/** A guest who needs a look: let in twice, or in and not on the list any more. */
export const DoorFinding = z.object({ guest: GuestCard, removed: z.boolean() });
export type DoorFinding = z.infer<typeof DoorFinding>;

/** How many people have come in by a gate. */
export const GateCount = z.object({ gate: z.string(), people: z.int().min(0) });
export type GateCount = z.infer<typeof GateCount>;
