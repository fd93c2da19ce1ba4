import { createECDH, createPrivateKey, hkdfSync, type KeyObject } from "node:crypto";
import { lastingSecret, type AnySecrets } from "../secrets.ts";

export interface PushKeys {
  /** What browsers are given as `applicationServerKey`: an uncompressed point, base64url. */
  publicKey: string;
  privateKey: KeyObject;
}

/**
 * The key pair by which push services know this instance (RFC 8292). A browser's subscription is bound to the public key for ever,
 * so it is made of the lasting secret: it stays the same when SECRET is rotated, and on all processes. Whoever knows it can send
 * nothing without what browsers gave to this instance alone.
 */
export function pushKeys(secrets: AnySecrets): PushKeys {
  const ecdh = createECDH("prime256v1");
  for (let attempt = 0; ; attempt++) {
    const scalar = Buffer.from(hkdfSync("sha256", lastingSecret(secrets), "", `turnout web push ${attempt}`, 32));
    try {
      ecdh.setPrivateKey(scalar);
    } catch {
      continue; // outside the curve's order: of 2^32 secrets, one
    }
    const point = ecdh.getPublicKey();
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString("base64url"));
    const key = { kty: "EC", crv: "P-256", d: scalar.toString("base64url"), x: x!, y: y! };
    return { publicKey: point.toString("base64url"), privateKey: createPrivateKey({ format: "jwk", key }) };
  }
}
