import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KeyPair } from "./key-pair.ts";

const CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];

/** One with an RSA key, as Amazon signs with. */
export const makeRsaCertificate = (): KeyPair => makeKeyPair(["-newkey", "rsa:2048"]);

/** A certificate for `localhost` that only those trust who are given it, made by openssl. */
export function makeKeyPair(algorithm: readonly string[] = CURVE): KeyPair {
  const folder = mkdtempSync(join(tmpdir(), "turnout-certificate-"));
  try {
    const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    const kind = [...algorithm, "-nodes", "-days", "2"];
    const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
    execFileSync("openssl", ["req", "-x509", ...kind, ...name, "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { cert: readFileSync(cert, "utf8").trim(), key: readFileSync(key, "utf8").trim() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
