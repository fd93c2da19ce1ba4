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

/** Most tokens whose keys are remembered (some 200 bytes each). */
export const TOKENS_KEPT = 20_000;

/**
 * Reads tokens. Of one that comes again and again the proof is worked out once, as long as the same secrets are in force; whether the
 * feed is still open is not said by it.
 */
export function createFeedTokens(secret: AnySecrets): (token: string) => FeedKey | null {
  const kept = new Map<string, FeedKey>();
  if (typeof secret !== "string") secret.onChange?.(() => kept.clear());
  return (token) => {
    const known = kept.get(token);
    if (known) return known;
    const key = readFeedToken(secret, token); // what we have not made is not kept: anybody can send that
    if (!key) return null;
    if (kept.size >= TOKENS_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(token, key);
    return key;
  };
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
