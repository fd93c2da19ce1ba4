import { generateKeyPairSync } from "node:crypto";

/** A key that signs, and what stands in the DNS for it. */
export interface TestKey {
  key: string;
  record: string;
}

export function makeDkimKey(bits = 2_048): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: bits,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "der" },
  });
  return { key: privateKey.trim(), record: `v=DKIM1; k=rsa; p=${publicKey.toString("base64")}` };
}

/** A DNS that has only these records. */
export const dnsOf = (records: Record<string, string>) => async (name: string) => {
  if (!records[name]) throw Object.assign(new Error(name), { code: "ENOTFOUND" });
  return [[records[name]]];
};
