import { createHmac, timingSafeEqual } from "node:crypto";
import { isAccepted, signingSecret, type AnySecrets } from "../../secrets.ts";
import { PROOF_OCTETS, readTag, writeTag, type Tag } from "./tagged-address.ts";

/** What a tag is for: one made for the one says nothing for the other, since recipients see both. */
export type TagUse = "return path" | "opened";

/** Names one email of ours, in hexadecimal digits: to whoever reports on its delivery, or in its own image. Nobody can guess it. */
export const mailTag = (secret: AnySecrets, mailId: string, use: TagUse = "return path"): string =>
  writeTag(tagOfMail(secret, mailId, use));

/** The email that a tag names. Null: we made none like it. */
export function mailOfTag(secret: AnySecrets, given: string, use: TagUse = "return path"): string | null {
  const tag = readTag(given.toLowerCase());
  return tag && mailOfProven(secret, tag, use);
}

export const tagOfMail = (secret: AnySecrets, mailId: string, use: TagUse = "return path"): Tag => ({
  id: mailId,
  proof: proofOf(signingSecret(secret), mailId, use),
});

export function mailOfProven(secret: AnySecrets, { id, proof }: Tag, use: TagUse = "return path"): string | null {
  return isAccepted(secret, (one) => timingSafeEqual(proof, proofOf(one, id, use))) ? id : null;
}

function proofOf(secret: string, mailId: string, use: TagUse): Buffer {
  return createHmac("sha256", secret).update(`${use} ${mailId}`).digest().subarray(0, PROOF_OCTETS);
}
