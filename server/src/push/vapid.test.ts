import { createPublicKey, verify } from "node:crypto";
import { expect, test } from "vitest";
import { pushKeys } from "./keys.ts";
import { contactOf, createVapid, MAX_TOKENS, TOKEN_LIFETIME } from "./vapid.ts";

const secret = "a secret that is long enough for tests";
const keys = pushKeys(secret);
const start = Date.parse("2027-01-01T12:00:00Z");

function opened({ time = start } = {}) {
  const clock = { time };
  return { clock, authorization: createVapid({ keys, contact: "https://turnout.example", now: () => new Date(clock.time) }) };
}

function parts(header: string) {
  const [, token, key] = /^vapid t=([\w-]+\.[\w-]+\.[\w-]+), k=([\w-]+)$/.exec(header)!;
  const [head, claims, signature] = token!.split(".");
  const json = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
  return { head: json(head!), claims: json(claims!), signed: `${head}.${claims}`, signature: Buffer.from(signature!, "base64url"), key };
}

test("a push service can verify who sends: a signed token for it alone, beside the key that browsers were given", () => {
  const { head, claims, signed, signature, key } = parts(opened().authorization("https://push.example"));
  expect(head).toEqual({ typ: "JWT", alg: "ES256" });
  expect(claims).toEqual({ aud: "https://push.example", exp: (start + TOKEN_LIFETIME) / 1_000, sub: "https://turnout.example" });
  expect(key).toBe(keys.publicKey);
  const publicKey = { key: createPublicKey(keys.privateKey), dsaEncoding: "ieee-p1363" } as const;
  expect(verify("sha256", Buffer.from(signed), publicKey, signature)).toBe(true);
  expect(verify("sha256", Buffer.from(`${signed}x`), publicKey, signature)).toBe(false);
});

test("a token is used again until shortly before its end, at most a day, and never for another service", () => {
  const { clock, authorization } = opened();
  const first = authorization("https://push.example");
  expect(authorization("https://other.example")).not.toBe(first);
  clock.time = start + TOKEN_LIFETIME - 3_600_001;
  expect(authorization("https://push.example")).toBe(first);
  clock.time += 2;
  expect(authorization("https://push.example")).not.toBe(first);
  expect(TOKEN_LIFETIME).toBeLessThanOrEqual(86_400_000);
});

test("tokens of few services are kept", () => {
  const { authorization } = opened();
  const first = authorization("https://push.example");
  for (let at = 0; at < MAX_TOKENS - 1; at++) authorization(`https://${at}.example`);
  expect(authorization("https://push.example")).toBe(first);
  authorization("https://one-more.example");
  expect(authorization("https://push.example")).not.toBe(first); // ECDSA signs anew each time
});

test("the key stays the same when SECRET is rotated, and is another instance's with another lasting secret", () => {
  const rotated = { signing: "the next secret, which is as long as it has to be", accepted: [], lasting: secret };
  expect(pushKeys(rotated).publicKey).toBe(keys.publicKey);
  expect(pushKeys(`${secret}.`).publicKey).not.toBe(keys.publicKey);
  expect(Buffer.from(keys.publicKey, "base64url")).toHaveLength(65);
});

test("push services find the operator at the instance, or where it is only tried out, by email", () => {
  expect(contactOf("https://turnout.example", "hello@turnout.example")).toBe("https://turnout.example");
  expect(contactOf("http://localhost:3000", "hello@turnout.example")).toBe("mailto:hello@turnout.example");
});
