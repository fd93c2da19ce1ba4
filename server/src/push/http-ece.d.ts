declare module "http_ece" {
  import type { ECDH } from "node:crypto";

  /** Throws unless the message is for these keys and whole. */
  export function decrypt(message: Buffer, keys: { version: "aes128gcm"; privateKey: ECDH; authSecret: string }): Buffer;
}
