import { createSecureContext } from "node:tls";
import { certificatesIn } from "./trusted-certificates.ts";

/** What a server shows whoever connects, in PEM form. */
export interface KeyPair {
  /** Its certificate, and those of the authorities between it and one that clients know. */
  cert: string;
  key: string;
}

/** The settings that a pair comes from. */
export interface PairSettings<Name extends string = string> {
  cert: Name;
  key: Name;
}

/** Whether both can be read, and the key is the certificate's. */
export function isKeyPair(pair: KeyPair): boolean {
  try {
    createSecureContext(pair);
    return true;
  } catch {
    return false;
  }
}

/**
 * Why nobody would be let in who is shown this pair at this time, for an operator; null if nothing speaks against it. Those between it
 * and its authority are not judged: a client that knows another way to the authority takes no notice of one that has expired.
 */
export function faultOfPair(pair: KeyPair, { cert, key }: PairSettings, now: Date): string | null {
  if (!isKeyPair(pair)) return `${key} is not the key of the certificate in ${cert}`;
  const own = certificatesIn(pair.cert)?.[0];
  if (own && own.validToDate <= now) return `${cert} has a certificate that has expired: renew it`;
  if (own && own.validFromDate > now) return `${cert} has a certificate that is not valid yet: compare the clocks`;
  return null;
}
