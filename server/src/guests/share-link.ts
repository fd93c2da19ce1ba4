import { createHmac, timingSafeEqual } from "node:crypto";
import { uuidOf } from "../db/uuid.ts";
import { isAccepted, signingSecret, type AnySecrets } from "../secrets.ts";

const bytesOf = (eventId: string) => Buffer.from(eventId.replaceAll("-", ""), "hex");

/**
 * The token of an event's open share link: the event's id and 128 bits that only the server can compute.
 * Nothing is stored; a new version of the link invalidates all earlier ones.
 */
export function shareToken(secret: AnySecrets, eventId: string, version: number): string {
  return tokenBy(signingSecret(secret), eventId, version);
}

function tokenBy(secret: string, eventId: string, version: number): string {
  const id = bytesOf(eventId);
  const signature = createHmac("sha256", secret).update("share-link").update(id).update(String(version)).digest().subarray(0, 16);
  return Buffer.concat([id, signature]).toString("base64url");
}

/** The event id in a share token, without verifying it; null if it does not have a token's form. */
export function eventOfShareToken(token: string): string | null {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== 32 || bytes.toString("base64url") !== token) return null;
  return uuidOf(bytes.toString("hex"));
}

export function isShareToken(secret: AnySecrets, eventId: string, version: number, token: string): boolean {
  const given = Buffer.from(token);
  return isAccepted(secret, (one) => {
    const expected = Buffer.from(tokenBy(one, eventId, version));
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}
