import { spawnSync } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failed } from "../failed.ts";

export interface Keys {
  /** Signs the tokens of service accounts. */
  accounts: string;
  /** The API server's own certificate towards API services, and that of our source of metrics. */
  certificate: string;
  key: string;
  /** Who may do everything, by token. */
  tokens: string;
  token: string;
}

/** Keys for one run, in its folder. */
export function makeKeys(folder: string): Keys {
  const [accounts, certificate, key, tokens] = ["accounts.pem", "front.crt", "front.key", "tokens.csv"].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  writeFileSync(accounts, privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject, "-keyout", key, "-out", certificate];
  const made = spawnSync("openssl", args, { encoding: "utf8" });
  if (made.status !== 0) throw new Failed(`openssl made no certificate: ${made.stderr || made.error?.message}`);
  const token = randomBytes(24).toString("hex");
  writeFileSync(tokens, `${token},operator,1,"system:masters"\n`, { mode: 0o600 });
  return { accounts, certificate, key, tokens, token };
}
