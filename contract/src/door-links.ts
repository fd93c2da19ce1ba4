import { z } from "zod";
import { Arrival, MAX_GATE } from "./arrivals.ts";
import { CodeVerdict, MAX_SCAN } from "./door.ts";
import { MergeArrivals } from "./door-facts.ts";
import { GuestCard, RecordArrival } from "./guests.ts";
import { EventId, GuestId } from "./ids.ts";
import { OneLine } from "./text.ts";

/** Most door links of an event that are open at one time. */
export const MAX_DOOR_LINKS = 50;

/** Where a door link leads. Its token is behind `#`, which browsers send to no server, so that no access log has it. */
export const DOOR_LINK_PATH = "/door";

/** A link by which a device scans door codes. It sees the event in numbers alone, unless hosts give it the guest list as well. */
export const DoorLink = z.object({
  id: z.uuid(),
  gate: z.string(),
  withList: z.boolean(),
  /** The host who made it, and answers for it. */
  madeBy: z.string(),
  createdAt: z.iso.datetime(),
  /** When it was opened last. */
  usedAt: z.iso.datetime().nullable(),
});
export type DoorLink = z.infer<typeof DoorLink>;

export const MakeDoorLink = z.strictObject({ gate: OneLine.min(1).max(MAX_GATE), withList: z.boolean().default(false) });

export const DoorToken = z.string().min(20).max(100);

/** What the device of a door link may know of the event. */
export const LinkedDoor = z.object({
  title: z.string(),
  gate: z.string(),
  /** The event whose guest list it may keep; null: it scans codes alone. */
  listOf: EventId.nullable(),
});
export type LinkedDoor = z.infer<typeof LinkedDoor>;

/** What it may know of a guest whose code it has scanned. */
export const ScannedGuest = GuestCard.pick({
  guestId: true,
  name: true,
  standing: true,
  partySize: true,
  arrived: true,
  arrivedAt: true,
}).extend({
  arrivals: z.array(Arrival.pick({ at: true, people: true, gate: true, takenBack: true })),
});
export type ScannedGuest = z.infer<typeof ScannedGuest>;

const code = z.string().min(1).max(MAX_SCAN);
export const ScanByLink = z.strictObject({ token: DoorToken, code });
export const ScannedByLink = z.object({ verdict: CodeVerdict, guest: ScannedGuest.nullable() });
export type ScannedByLink = z.infer<typeof ScannedByLink>;

/** What a device has that reads the guest list by a link: the tag of its roster, if it has one. */
export const RosterByLink = z.strictObject({ token: DoorToken, tag: z.string().max(100).optional() });

/** An arrival of a guest on the list, by a link that has it. */
export const ListedArrivalByLink = RecordArrival.omit({ gate: true }).extend({ token: DoorToken, guestId: GuestId });

/** What the device of a link that has the list recorded without a network. */
export const FactsByLink = MergeArrivals.extend({ token: DoorToken });

/** An arrival of whoever showed this code: a device without the guest list names nobody in another way. */
export const ArrivalByLink = RecordArrival.omit({ gate: true }).extend({ token: DoorToken, code });
