import { createHmac, timingSafeEqual } from "node:crypto";
import { isAccepted, signingSecret, type AnySecrets } from "../../secrets.ts";
import { PROOF_OCTETS, readTag, writeTag, type Tag } from "./tagged-address.ts";

/** Names one email of ours to whoever reports on its delivery, in hexadecimal digits. Nobody can guess it. */
export const mailTag = (secret: AnySecrets, mailId: string): string => writeTag(tagOfMail(secret, mailId));

/** The email that a tag names. Null: we made none like it. */
export function mailOfTag(secret: AnySecrets, given: string): string | null {
  const tag = readTag(given.toLowerCase());
  return tag && mailOfProven(secret, tag);
}

export const tagOfMail = (secret: AnySecrets, mailId: string): Tag => ({ id: mailId, proof: proofOf(signingSecret(secret), mailId) });

export function mailOfProven(secret: AnySecrets, { id, proof }: Tag): string | null {
  return isAccepted(secret, (one) => timingSafeEqual(proof, proofOf(one, id))) ? id : null;
}

function proofOf(secret: string, mailId: string): Buffer {
  return createHmac("sha256", secret).update(`return path ${mailId}`).digest().subarray(0, PROOF_OCTETS);
}
