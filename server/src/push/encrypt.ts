import { createCipheriv, createECDH, hkdfSync, randomBytes, type ECDH } from "node:crypto";

/** Most bytes that push services have to take (RFC 8030, 7.2). */
export const MAX_RECORD = 4_096;
const SALT_BYTES = 16;
const TAG_BYTES = 16;
const POINT_BYTES = 65;
export const AUTH_BYTES = 16;
/** Salt, record size, length of the key, key. */
const HEADER_BYTES = SALT_BYTES + 4 + 1 + POINT_BYTES;
/** Ends what is said; padding follows (RFC 8188, 2). */
const LAST_RECORD = 2;
/** Most bytes that a message may say. */
export const MAX_PLAINTEXT = MAX_RECORD - HEADER_BYTES - TAG_BYTES - 1;
/** Messages are padded to a multiple of this (bytes), so that their length tells a push service little. */
const PADDING = 1_024;

/** What a browser gives of its subscription, base64url. */
export interface PushRecipient {
  p256dh: string;
  auth: string;
}

/** Random in every message. */
interface Chosen {
  ecdh: ECDH;
  salt: Buffer;
  /** Bytes of what is said and its padding together. */
  padTo: number;
}

/** A message as only this browser can read it (RFC 8291), with Content-Encoding aes128gcm (RFC 8188). Throws above `MAX_PLAINTEXT`. */
export function encryptPush({ p256dh, auth }: PushRecipient, plaintext: Buffer, chosen: Chosen = choose(plaintext)): Buffer {
  if (plaintext.length > MAX_PLAINTEXT) throw new Error(`a push message has at most ${MAX_PLAINTEXT} bytes`);
  const { ecdh, salt, padTo } = chosen;
  const [theirs, ours] = [Buffer.from(p256dh, "base64url"), ecdh.getPublicKey()];
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), theirs, ours]);
  const ikm = derive(ecdh.computeSecret(theirs), { salt: Buffer.from(auth, "base64url"), info, bytes: 32 });
  const key = derive(ikm, { salt, info: Buffer.from("Content-Encoding: aes128gcm\0"), bytes: 16 });
  const nonce = derive(ikm, { salt, info: Buffer.from("Content-Encoding: nonce\0"), bytes: 12 });
  const cipher = createCipheriv("aes-128-gcm", key, nonce);
  const padding = Buffer.alloc(Math.max(0, padTo - plaintext.length));
  const sealed = [cipher.update(Buffer.concat([plaintext, Buffer.of(LAST_RECORD), padding])), cipher.final(), cipher.getAuthTag()];
  const size = Buffer.alloc(4);
  size.writeUInt32BE(MAX_RECORD);
  return Buffer.concat([salt, size, Buffer.of(POINT_BYTES), ours, ...sealed]);
}

function choose({ length }: Buffer): Chosen {
  const ecdh = createECDH("prime256v1");
  ecdh.generateKeys();
  return { ecdh, salt: randomBytes(SALT_BYTES), padTo: Math.min(MAX_PLAINTEXT, Math.ceil(length / PADDING) * PADDING) };
}

const derive = (secret: Buffer, { salt, info, bytes }: { salt: Buffer; info: Buffer; bytes: number }) =>
  Buffer.from(hkdfSync("sha256", secret, salt, info, bytes));

/** Whether messages can be encrypted for these keys: a point on the curve, and a secret of the length that is agreed. */
export function isPushRecipient({ p256dh, auth }: PushRecipient): boolean {
  const point = Buffer.from(p256dh, "base64url");
  if (point.length !== POINT_BYTES || Buffer.from(auth, "base64url").length !== AUTH_BYTES) return false;
  try {
    const ecdh = createECDH("prime256v1");
    ecdh.generateKeys();
    ecdh.computeSecret(point);
    return true;
  } catch {
    return false;
  }
}
