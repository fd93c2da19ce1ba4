import { createHmac, timingSafeEqual } from "node:crypto";

/** Octets of a guest's id, and of the proof that we wrote the address: guessing one takes 2^79 emails on average. */
const ID_OCTETS = 16;
const PROOF_OCTETS = 10;
/** In hexadecimal digits, since some mail servers write local parts in small letters. */
const TAG = new RegExp(`^[\\da-f]{${(ID_OCTETS + PROOF_OCTETS) * 2}}$`);

/** Longest local part of an address (octets; RFC 5321, 4.5.3.1.1). */
const MAX_LOCAL_PART = 64;
/** Longest local part that leaves room for a plus sign and a tag (octets). */
export const MAX_INBOUND_LOCAL_PART = MAX_LOCAL_PART - 1 - (ID_OCTETS + PROOF_OCTETS) * 2;

/** Where one guest's replies by email arrive. The address says whose reply it is, and nobody can guess it. */
export function replyAddress(secret: string, inboundAddress: string, guestId: string): string {
  const { local, domain } = partsOf(inboundAddress);
  const id = Buffer.from(guestId.replaceAll("-", ""), "hex");
  return `${local}+${Buffer.concat([id, proofOf(secret, id)]).toString("hex")}@${domain}`;
}

/** The guest of a reply address, in whatever case it is written. Null: it is none of ours. */
export function guestOfReplyAddress(secret: string, inboundAddress: string, address: string): string | null {
  const { local, domain } = partsOf(inboundAddress.toLowerCase());
  const given = partsOf(address.toLowerCase());
  const tag = given.local.slice(local.length + 1);
  if (given.domain !== domain || given.local !== `${local}+${tag}` || !TAG.test(tag)) return null;
  const octets = Buffer.from(tag, "hex");
  const id = octets.subarray(0, ID_OCTETS);
  if (!timingSafeEqual(octets.subarray(ID_OCTETS), proofOf(secret, id))) return null;
  return id.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function partsOf(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf("@");
  return { local: address.slice(0, at), domain: address.slice(at + 1) };
}

const proofOf = (secret: string, id: Buffer) =>
  createHmac("sha256", secret).update("reply address").update(id).digest().subarray(0, PROOF_OCTETS);
