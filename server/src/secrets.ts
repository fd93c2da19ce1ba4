import { changeable } from "./changing.ts";
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

/** How many secrets are in force at a time: the one that signs, and one that was or will be the first. */
export const MAX_SECRETS = 2;

/** The server's secrets, as they are at this moment. */
export interface Secrets {
  /** Signs all that is made now. */
  readonly signing: string;
  /** What any of these has signed is valid. The signing one comes first. */
  readonly accepted: readonly string[];
  /**
   * The instance's first secret. It makes what has to stay the same for ever: hashes of addresses that unsubscribed, whose
   * addresses are stored nowhere, and the names in Redis by which processes find each other.
   */
  readonly lasting: string;
  /** Called when they have changed, until the returned function is. Absent: they never do. */
  onChange?(listener: () => void): () => void;
}

/** A plain text is the only secret there is. */
export type AnySecrets = string | Secrets;

export const signingSecret = (secrets: AnySecrets): string => (typeof secrets === "string" ? secrets : secrets.signing);
export const acceptedSecrets = (secrets: AnySecrets): readonly string[] => (typeof secrets === "string" ? [secrets] : secrets.accepted);
export const lastingSecret = (secrets: AnySecrets): string => (typeof secrets === "string" ? secrets : secrets.lasting);

/** Whether any accepted secret passes. */
export const isAccepted = (secrets: AnySecrets, passes: (secret: string) => boolean): boolean => acceptedSecrets(secrets).some(passes);

/** Secrets that are replaced while they are in use. */
export function changeableSecrets(first: Omit<Secrets, "onChange">): { secrets: Secrets; set(next: Omit<Secrets, "onChange">): void } {
  const now = changeable(first);
  const secrets: Secrets = {
    get signing() {
      return now.current.signing;
    },
    get accepted() {
      return now.current.accepted;
    },
    get lasting() {
      return now.current.lasting;
    },
    onChange: now.onChange,
  };
  return { secrets, set: now.set };
}

/** The lines of SECRET: the first one signs. */
export const secretsIn = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

/** What a thread gets, to which only data can be passed. */
export const plainSecrets = (secrets: AnySecrets): Omit<Secrets, "onChange"> => ({
  signing: signingSecret(secrets),
  accepted: [...acceptedSecrets(secrets)],
  lasting: lastingSecret(secrets),
});

/** The lasting secret, encrypted by each secret that has been in force, by that secret's id. */
export type WrappedSecrets = Record<string, string>;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Tells which secret something is wrapped by, and not what the secret is. */
export const secretId = (secret: string): string => createHash("sha256").update(`id of ${secret}`).digest("base64url").slice(0, 16);

const wrappingKey = (secret: string) => Buffer.from(hkdfSync("sha256", secret, "", "turnout lasting secret", 32));

export function wrap(lasting: string, secret: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", wrappingKey(secret), nonce);
  return Buffer.concat([nonce, cipher.update(lasting, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64");
}

/** Throws if another secret has wrapped it. */
export function unwrap(wrapped: string, secret: string): string {
  const bytes = Buffer.from(wrapped, "base64");
  const decipher = createDecipheriv("aes-256-gcm", wrappingKey(secret), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
}

/** The lasting secret by one of the accepted ones; null: none of them has wrapped it. */
export function unwrapByAny(wrapped: WrappedSecrets, accepted: readonly string[]): string | null {
  const known = accepted.find((secret) => wrapped[secretId(secret)] !== undefined);
  return known === undefined ? null : unwrap(wrapped[secretId(known)]!, known);
}
