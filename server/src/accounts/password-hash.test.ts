import { argon2Sync } from "node:crypto";
import { expect, test } from "vitest";
import { hashPassword, isOutdated, nobodysHash, verifyPassword } from "./password-hash.ts";

test("a password is stored as a salted argon2id hash with 19 MiB and 2 passes", async () => {
  const [one, other] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(other).not.toBe(one);
});

test("only the same password is accepted, to its last character", async () => {
  const long = "a".repeat(72);
  const hash = await hashPassword(`${long}X`);
  expect(await verifyPassword({ hash, password: `${long}X` })).toBe(true);
  expect(await verifyPassword({ hash, password: `${long}Y` })).toBe(false);
  expect(await verifyPassword({ hash, password: long })).toBe(false);
});

test("a password is the same in both Unicode forms of an umlaut", async () => {
  const hash = await hashPassword("schl\u00fcssel");
  expect(await verifyPassword({ hash, password: "schlu\u0308ssel" })).toBe(true);
});

test("a hash made with other parameters is still verified, and known to be outdated", async () => {
  const parameters = {
    message: "correct horse",
    nonce: Buffer.from("sixteen bytes ok"),
    parallelism: 1,
    tagLength: 32,
    memory: 64,
    passes: 1,
  };
  const unpadded = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
  const hash = `$argon2id$v=19$m=64,t=1,p=1$${unpadded(parameters.nonce)}$${unpadded(argon2Sync("argon2id", parameters))}`;
  expect(await verifyPassword({ hash, password: "correct horse" })).toBe(true);
  expect(isOutdated(hash)).toBe(true);
  expect(isOutdated(await hashPassword("correct horse"))).toBe(false);
});

test("nobody's hash accepts no password, and has the parameters of one that was made today, so that verifying it costs as much", async () => {
  const hash = nobodysHash();
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(isOutdated(hash)).toBe(false);
  expect(nobodysHash()).not.toBe(hash);
  expect(await verifyPassword({ hash, password: "" })).toBe(false);
});

test("a malformed hash accepts no password", async () => {
  for (const hash of ["", "plain", "$argon2i$v=19$m=8,t=1,p=1$AAAA$AAAA"]) {
    expect(await verifyPassword({ hash, password: hash })).toBe(false);
  }
});
