import type { SecureContextOptions, TlsOptions } from "node:tls";
import type { KeyPair } from "./key-pair.ts";

/** How long whoever connects may take to agree on keys (ms): a connection is held meanwhile. */
export const HANDSHAKE_WITHIN = 10_000;

/** Of TLS 1.2, what keeps earlier connections secret when a key is lost, and authenticates what it encrypts; and all of TLS 1.3. */
const CIPHERS = [
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

/** How the product's own port speaks TLS, with this certificate: 1.2 or 1.3. */
export const contextOf = ({ cert, key }: KeyPair): SecureContextOptions => ({ cert, key, minVersion: "TLSv1.2", ciphers: CIPHERS });

export const tlsOptionsOf = (pair: KeyPair): TlsOptions => ({ ...contextOf(pair), handshakeTimeout: HANDSHAKE_WITHIN });
