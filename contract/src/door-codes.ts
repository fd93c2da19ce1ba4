/**
 * What a guest shows at the door: who they are at which event, signed with the event's key, so that a device which has the public half
 * can tell a true one from a forged one without a network. It holds ids alone, and opens nothing: it is no link and no login.
 *
 * | Bytes | What |
 * |---|---|
 * | 1 | the format, 1 |
 * | 16 | the event's id |
 * | 16 | the guest's id |
 * | 2 | the version of the guest's access, which ends earlier codes as it ends earlier links |
 * | 64 | the Ed25519 signature (RFC 8032) of a name for this use and the bytes above |
 */
export interface DoorCode {
  eventId: string;
  guestId: string;
  /** Of `access_version` the last 16 bits: `isCodeOf` compares. */
  version: number;
}

const FORMAT = 1;
const SIGNED_BYTES = 1 + 16 + 16 + 2;
const SIGNATURE_BYTES = 64;
/** 99 bytes are 132 letters of base64url with no bit to spare, so that no two texts are one code. */
export const DOOR_CODE_LENGTH = ((SIGNED_BYTES + SIGNATURE_BYTES) * 4) / 3;
const VERSIONS = 2 ** 16;
const KEY_BYTES = 32;

/** Where an ordinary camera that reads a code leads: the event's page. */
export const DOOR_CODE_PATH = "/c/";

const name = "turnout door code";
const CODE = new RegExp(`(?:^|${DOOR_CODE_PATH})([\\w-]{${DOOR_CODE_LENGTH}})$`);

type Bytes = Uint8Array<ArrayBuffer>;

/** The code's bytes without the signature, and what is signed of it. */
export function bytesToSign({ eventId, guestId, version }: DoorCode): { code: Bytes; signed: Bytes } {
  const ids = (eventId + guestId).replaceAll("-", "");
  const last = version % VERSIONS;
  const code = Uint8Array.from([FORMAT, ...ids.match(/../g)!.map((octet) => Number.parseInt(octet, 16)), last >> 8, last & 0xff]);
  return { code, signed: withName(code) };
}

export const doorCodeText = (code: Bytes, signature: Uint8Array): string => toBase64Url(Uint8Array.from([...code, ...signature]));

/** What a code says, true or forged; null: it is none. `text` is the code alone, or a link that ends with it. */
export function readDoorCode(text: string): DoorCode | null {
  return partsOf(text)?.says ?? null;
}

/** Whether it is of this version of the guest's access. */
export const isCodeOf = ({ version }: DoorCode, accessVersion: number): boolean => version === accessVersion % VERSIONS;

/** Whether this browser can check codes: one without Ed25519, or on a page without HTTPS, has to ask the server. */
export async function canVerifyDoorCodes(): Promise<boolean> {
  try {
    await importDoorKey(toBase64Url(new Uint8Array(KEY_BYTES)));
    return true;
  } catch {
    return false;
  }
}

/** The public half of an event's key, as the server sends it. Throws where the browser knows no Ed25519. */
export function importDoorKey(publicKey: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", fromBase64Url(publicKey), "Ed25519", true, ["verify"]);
}

/** What a code says if it was signed with this key; null: it is forged, or is none. Needs no network. */
export async function verifyDoorCode(key: CryptoKey, text: string): Promise<DoorCode | null> {
  const parts = partsOf(text);
  if (!parts) return null;
  const { says, signed, signature } = parts;
  return (await crypto.subtle.verify("Ed25519", key, signature, signed)) ? says : null;
}

function partsOf(text: string): { says: DoorCode; signed: Bytes; signature: Bytes } | null {
  const found = CODE.exec(text.trim())?.[1];
  if (!found) return null;
  const bytes = fromBase64Url(found);
  if (bytes[0] !== FORMAT) return null;
  const code = bytes.slice(0, SIGNED_BYTES);
  const says = { eventId: uuidAt(code, 1), guestId: uuidAt(code, 17), version: (code[33]! << 8) | code[34]! };
  return { says, signed: withName(code), signature: bytes.slice(SIGNED_BYTES) };
}

/** The name keeps a signature for one use from being one for another. */
const withName = (code: Bytes): Bytes => Uint8Array.from([...new TextEncoder().encode(name), ...code]);

function uuidAt(bytes: Bytes, start: number): string {
  const hex = [...bytes.subarray(start, start + 16)].map((octet) => octet.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// By hand: browsers of 2024 have Ed25519 and not yet `Uint8Array.fromBase64`.
const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const fromBase64Url = (text: string): Bytes =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
