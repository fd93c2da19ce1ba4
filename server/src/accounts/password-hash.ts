import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** Cost of one guess (KiB of memory, passes): OWASP's first choice for argon2id. */
export const ARGON_MEMORY = 19_456;
export const ARGON_PASSES = 2;
/** Lengths of salt and hash (bytes). */
const NONCE = 16;
const TAG = 32;

const argon2id = promisify(argon2).bind(null, "argon2id");
const FORMAT = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([\w+/]+)\$([\w+/]+)$/;

/** A salted hash in PHC string format, which names its parameters, so that hashes with older ones can still be verified. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(NONCE);
  return written(nonce, await derive(password, { nonce, memory: ARGON_MEMORY, passes: ARGON_PASSES, tagLength: TAG }));
}

/** A hash that no password has, and that costs as much to verify. */
export const nobodysHash = (): string => written(randomBytes(NONCE), randomBytes(TAG));

export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [, memory, passes, nonce, expected] = FORMAT.exec(hash) ?? [];
  if (!nonce || !expected) return false;
  const tag = Buffer.from(expected, "base64");
  const parameters = { nonce: Buffer.from(nonce, "base64"), memory: Number(memory), passes: Number(passes), tagLength: tag.length };
  return timingSafeEqual(tag, await derive(password, parameters));
}

/** Whether a hash has other parameters than today's, and is to be replaced at the next sign-in. */
export function isOutdated(hash: string): boolean {
  const [, memory, passes] = FORMAT.exec(hash) ?? [];
  return Number(memory) !== ARGON_MEMORY || Number(passes) !== ARGON_PASSES;
}

/** NFKC, because two keyboards may send the same password as different characters. */
function derive(password: string, cost: { nonce: Buffer; memory: number; passes: number; tagLength: number }): Promise<Buffer> {
  return argon2id({ message: password.normalize("NFKC"), parallelism: 1, ...cost });
}

const written = (nonce: Buffer, hash: Buffer) =>
  `$argon2id$v=19$m=${ARGON_MEMORY},t=${ARGON_PASSES},p=1$${unpadded(nonce)}$${unpadded(hash)}`;

const unpadded = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
