import type { CodeVerdict, FoundByCode } from "@turnout/contract/door";
import type { GuestCard } from "@turnout/contract/guests";

/** What a scanned code comes to, in a kind that has its colour, sound and words. */
export type ScanKind =
  /** People of this party are to come in: `left` of them. One alone is let in without a question. */
  | "welcome"
  /** All of the party are in. */
  | "alreadyIn"
  /** On the list, without a seat: waiting, declined, maybe or silent. */
  | "noSeat"
  /** A true code of somebody who is not on the list that this device has: added since it was read, or taken off. */
  | "unlisted"
  | Exclude<CodeVerdict, "listed">
  /** Neither the server nor this device can say. */
  | "unchecked";

export interface ScanOutcome {
  kind: ScanKind;
  guest: GuestCard | null;
  left: number;
}

/** Green: come in. Amber: look here. Red: not with this code. */
export type ScanTone = "green" | "amber" | "red";

const tones: Record<ScanKind, ScanTone> = {
  welcome: "green",
  alreadyIn: "amber",
  unlisted: "amber",
  unchecked: "amber",
  noSeat: "red",
  ended: "red",
  removed: "red",
  otherEvent: "red",
  forged: "red",
};

export const toneOf = ({ kind }: Pick<ScanOutcome, "kind">): ScanTone => tones[kind];

/** Of a code that names nobody whom this door may let in. */
export const nobody = (kind: ScanKind): ScanOutcome => ({ kind, guest: null, left: 0 });

/** What the word on a code means for whoever stands there. */
export function outcomeOf({ verdict, guest }: FoundByCode): ScanOutcome {
  if (verdict !== "listed" || !guest) return { kind: verdict === "listed" ? "forged" : verdict, guest, left: 0 };
  const left = Math.max(0, guest.partySize - (guest.arrived ?? 0));
  if (left === 0) return { kind: "alreadyIn", guest, left };
  return { kind: guest.standing === "going" ? "welcome" : "noSeat", guest, left };
}
