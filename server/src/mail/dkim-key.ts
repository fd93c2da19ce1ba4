import { createPrivateKey } from "node:crypto";
import type { Changing } from "../changing.ts";

/** By which an instance's email is signed (RFC 6376). */
export interface Dkim<Key = Changing<string>> {
  domain: string;
  /** Names the record with the public key: `<selector>._domainkey.<domain>`. */
  selector: string;
  /** RSA, in PEM form. */
  key: Key;
}

/** Receivers take no signature by a shorter key (RFC 8301, 3.2). */
export const MIN_DKIM_BITS = 1_024;

export function isDkimKey(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    return asymmetricKeyType === "rsa" && (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_DKIM_BITS;
  } catch {
    return false;
  }
}
