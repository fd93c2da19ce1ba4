import { createHmac, timingSafeEqual } from "node:crypto";
import { isAccepted, signingSecret, type AnySecrets } from "../../secrets.ts";

/** Octets of a guest's id, and of the proof that we wrote the address: guessing one takes 2^79 emails on average. */
const ID_OCTETS = 16;
const PROOF_OCTETS = 10;
/** In hexadecimal digits, since some mail servers write local parts in lower case. */
const TAG = new RegExp(`^[\\da-f]{${(ID_OCTETS + PROOF_OCTETS) * 2}}$`);

/** Longest local part of an address (octets; RFC 5321, 4.5.3.1.1). */
const MAX_LOCAL_PART = 64;
/** Longest local part that leaves room for a plus sign and a tag (octets). */
export const MAX_INBOUND_LOCAL_PART = MAX_LOCAL_PART - 1 - (ID_OCTETS + PROOF_OCTETS) * 2;

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
  const { local, domain } = partsOf(address);
  const id = Buffer.from(owner.guestId.replaceAll("-", ""), "hex");
  return `${local}+${Buffer.concat([id, proofOf(signingSecret(secret), owner)]).toString("hex")}@${domain}`;
}

/** Whom a reply address claims to belong to, in whatever case it is written. Null: it is none of ours. */
export function claimOfReplyAddress({ secret, address }: Inbound, given: string): Claim | null {
  const { local, domain } = partsOf(address.toLowerCase());
  const parts = partsOf(given.toLowerCase());
  const tag = parts.local.slice(local.length + 1);
  if (parts.domain !== domain || parts.local !== `${local}+${tag}` || !TAG.test(tag)) return null;
  const octets = Buffer.from(tag, "hex");
  const guestId = octets.toString("hex", 0, ID_OCTETS).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  const proof = octets.subarray(ID_OCTETS);
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

function partsOf(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf("@");
  return { local: address.slice(0, at), domain: address.slice(at + 1) };
}

function proofOf(secret: string, { guestId, accessVersion }: Owner): Buffer {
  return createHmac("sha256", secret).update(`reply address ${guestId} ${accessVersion}`).digest().subarray(0, PROOF_OCTETS);
}
