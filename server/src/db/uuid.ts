import { createHash } from "node:crypto";

/** Formats 32 hexadecimal digits as a UUID. */
export function uuidOf(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

/** The nil UUID, which sorts before every other (RFC 9562, 5.9). */
export const NIL_UUID = "00000000-0000-0000-0000-000000000000";

/** A UUID derived from a name (RFC 9562, version 8). */
export function uuidFrom(name: string): string {
  const hash = createHash("sha256").update(name).digest("hex");
  return uuidOf(`${hash.slice(0, 12)}8${hash.slice(13, 16)}8${hash.slice(17, 32)}`);
}
