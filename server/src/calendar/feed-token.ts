import { createHmac, timingSafeEqual } from "node:crypto";
import { uuidOf } from "../db/uuid.ts";
import { isAccepted, signingSecret, type AnySecrets } from "../secrets.ts";

/** What a feed's address is made of. */
export interface FeedKey {
  id: string;
  version: number;
}

const KEY_BYTES = 20;
const PROOF_BYTES = 16;

/** The secret part of a feed's address: its key, and 128 bits that only the server can compute. */
export const feedToken = (secret: AnySecrets, key: FeedKey): string => tokenBy(signingSecret(secret), keyBytes(key)).toString("base64url");

/** The key in a token; null unless the server has made it. */
export function readFeedToken(secret: AnySecrets, token: string): FeedKey | null {
  const given = Buffer.from(token, "base64url");
  if (given.length !== KEY_BYTES + PROOF_BYTES || given.toString("base64url") !== token) return null;
  const key = given.subarray(0, KEY_BYTES);
  if (!isAccepted(secret, (one) => timingSafeEqual(tokenBy(one, key), given))) return null;
  return { id: uuidOf(key.toString("hex", 0, 16)), version: key.readUInt32BE(16) };
}

function keyBytes({ id, version }: FeedKey): Buffer {
  const bytes = Buffer.alloc(KEY_BYTES);
  bytes.write(id.replaceAll("-", ""), "hex");
  bytes.writeUInt32BE(version, 16);
  return bytes;
}

function tokenBy(secret: string, key: Buffer): Buffer {
  const proof = createHmac("sha256", secret).update("calendar-feed").update(key).digest().subarray(0, PROOF_BYTES);
  return Buffer.concat([key, proof]);
}
