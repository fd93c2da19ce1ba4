import { createSecureContext } from "node:tls";

/** What a server shows whoever connects, in PEM form. */
export interface KeyPair {
  /** Its certificate, and those of the authorities between it and one that clients know. */
  cert: string;
  key: string;
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
