import { createHmac, timingSafeEqual } from "node:crypto";
import { isAccepted, signingSecret, type AnySecrets } from "../../secrets.ts";
import { PROOF_OCTETS, taggedAddress, tagOf } from "./tagged-address.ts";

/** Whose address it is. A new version of their access ends earlier addresses, as it ends earlier links. */
export interface Owner {
  guestId: string;
  accessVersion: number;
}

export interface Inbound {
  secret: AnySecrets;
  /** The address that all reply addresses are made from: `rsvp@in.turnout.example`. */
  address: string;
}

/** Where one guest's replies by email arrive. The address says whose reply it is, and nobody can guess it. */
export function replyAddress({ secret, address }: Inbound, owner: Owner): string {
  return taggedAddress(address, { id: owner.guestId, proof: proofOf(signingSecret(secret), owner) });
}

/** Whom a reply address claims to belong to, in whatever case it is written. Null: it is none of ours. */
export function claimOfReplyAddress({ secret, address }: Inbound, given: string): Claim | null {
  const tag = tagOf(address, given);
  if (!tag) return null;
  const { id: guestId, proof } = tag;
  return {
    guestId,
    isProven: (accessVersion) => isAccepted(secret, (one) => timingSafeEqual(proof, proofOf(one, { guestId, accessVersion }))),
  };
}

export interface Claim {
  guestId: string;
  /** Whether we made the address for this guest, with this version of their access. */
  isProven(accessVersion: number): boolean;
}

function proofOf(secret: string, { guestId, accessVersion }: Owner): Buffer {
  return createHmac("sha256", secret).update(`reply address ${guestId} ${accessVersion}`).digest().subarray(0, PROOF_OCTETS);
}
