/** An address of ours in which hexadecimal digits stand for octets: `rsvp+0a1b…@in.turnout.example`. */

/** Octets of an id, and of the proof that we wrote the address: guessing one takes 2^79 emails on average. */
const ID_OCTETS = 16;
export const PROOF_OCTETS = 10;
/** In hexadecimal digits, since some mail servers write local parts in lower case. */
const TAG_DIGITS = (ID_OCTETS + PROOF_OCTETS) * 2;
const TAG = new RegExp(`^[\\da-f]{${TAG_DIGITS}}$`);
const TAGGED = new RegExp(`\\+([\\da-f]{${TAG_DIGITS}})@`, "i");

/** Longest local part of an address (octets; RFC 5321, 4.5.3.1.1). */
const MAX_LOCAL_PART = 64;
/** Longest local part that leaves room for a plus sign and a tag (octets). */
export const MAX_INBOUND_LOCAL_PART = MAX_LOCAL_PART - 1 - TAG_DIGITS;

export interface Tag {
  /** A UUID. */
  id: string;
  proof: Buffer;
}

export function taggedAddress(address: string, tag: Tag): string {
  const { local, domain } = partsOf(address);
  return `${local}+${writeTag(tag)}@${domain}`;
}

/** The tag of an address that is made from `address`, in whatever case it is written. Null: it is none of those. */
export function tagOf(address: string, given: string): Tag | null {
  const { local, domain } = partsOf(address.toLowerCase());
  const parts = partsOf(given.toLowerCase());
  const tag = parts.local.slice(local.length + 1);
  return parts.domain === domain && parts.local === `${local}+${tag}` ? readTag(tag) : null;
}

/** The tag of the first address in a text that looks like one of ours, as it is written there. Null: there is none. */
export const tagWithin = (text: string): string | null => TAGGED.exec(text)?.[1] ?? null;

export const writeTag = ({ id, proof }: Tag): string => Buffer.concat([Buffer.from(id.replaceAll("-", ""), "hex"), proof]).toString("hex");

/** Null: it is no tag. */
export function readTag(given: string): Tag | null {
  if (!TAG.test(given)) return null;
  const octets = Buffer.from(given, "hex");
  const id = octets.toString("hex", 0, ID_OCTETS).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  return { id, proof: octets.subarray(ID_OCTETS) };
}

function partsOf(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf("@");
  return { local: address.slice(0, at), domain: address.slice(at + 1) };
}
