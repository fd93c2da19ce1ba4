import { sign } from "node:crypto";
import type { PushKeys } from "./keys.ts";

/** How long a token is valid (ms); push services take at most a day (RFC 8292, 2). */
export const TOKEN_LIFETIME = 12 * 3_600_000;
/** A token is used again until this long before its end (ms). */
const TOKEN_MARGIN = 3_600_000;
/** Push services whose tokens are kept at a time. */
export const MAX_TOKENS = 100;

export interface VapidOptions {
  keys: PushKeys;
  /** Where operators of push services find ours: an https or mailto URL. */
  contact: string;
  now: () => Date;
}

/** The Authorization header for a push service (RFC 8292, 3), made once for many messages. */
export function createVapid({ keys, contact, now }: VapidOptions): (origin: string) => string {
  const kept = new Map<string, { header: string; until: number }>();
  return (origin) => {
    const time = now().getTime();
    const known = kept.get(origin);
    if (known && known.until - TOKEN_MARGIN > time) return known.header;
    const until = time + TOKEN_LIFETIME;
    const header = `vapid t=${token({ aud: origin, exp: Math.floor(until / 1_000), sub: contact }, keys)}, k=${keys.publicKey}`;
    kept.delete(origin);
    if (kept.size >= MAX_TOKENS) kept.delete(kept.keys().next().value!);
    kept.set(origin, { header, until });
    return header;
  };
}

function token(claims: object, { privateKey }: PushKeys): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ typ: "JWT", alg: "ES256" })}.${part(claims)}`;
  const signature = sign("sha256", Buffer.from(signed), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}

/** The operator's contact for push services: the instance itself, or where it has no https address, its sender of email. */
export const contactOf = (publicUrl: string, mailAddress: string): string =>
  publicUrl.startsWith("https:") ? publicUrl : `mailto:${mailAddress}`;
