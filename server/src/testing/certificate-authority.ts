import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KeyPair } from "../tls/key-pair.ts";

const DAY = 86_400_000;
const HERE = "DNS:localhost,IP:127.0.0.1";

interface Issued {
  /** As OpenSSL writes it, as in /CN=somebody. Absent: turnout.test. */
  subject?: string;
  /** Whether its key is an RSA key. Absent: it is one of a curve. */
  rsa?: boolean;
  /** As OpenSSL writes alternative names. Absent: those of this machine. */
  names?: string;
  /** Absent: a day ago. */
  from?: Date;
  /** Absent: in two days. */
  until?: Date;
}

export interface Authority {
  /** In PEM form, for those who are to trust it. */
  certificate: string;
  issue(what?: Issued): KeyPair;
}

/** An authority of one's own, made by openssl. */
export function makeAuthority(name = "Authority for tests", until = new Date(Date.now() + 2 * DAY)): Authority {
  const authority = sign({ subject: `/CN=${name}`, extensions: ["basicConstraints=critical,CA:true", "keyUsage=keyCertSign"], until });
  return {
    certificate: authority.cert,
    issue: ({ names = HERE, subject = "/CN=turnout.test", ...others } = {}) =>
      sign({ subject, extensions: ["basicConstraints=CA:false", `subjectAltName=${names}`], ...others, by: authority }),
  };
}

/** A certificate for this machine that is its own authority. */
export const makeSelfSigned = (): KeyPair =>
  sign({ subject: "/CN=turnout.test", extensions: ["basicConstraints=CA:false", `subjectAltName=${HERE}`] });

interface Order extends Omit<Issued, "names" | "subject"> {
  subject: string;
  extensions: string[];
  /** Absent: itself. */
  by?: KeyPair;
}

/** By `openssl ca`, which alone lets a certificate end in the past. */
function sign({
  subject,
  extensions,
  by,
  rsa = false,
  from = new Date(Date.now() - DAY),
  until = new Date(Date.now() + 2 * DAY),
}: Order): KeyPair {
  const folder = mkdtempSync(join(tmpdir(), "turnout-authority-"));
  const at = (file: string) => join(folder, file);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  try {
    if (rsa) openssl("genrsa", "-out", at("key.pem"), "2048");
    else openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", at("key.pem"));
    writeFileSync(at("ca.cnf"), configuration(folder, extensions));
    openssl("req", "-new", "-key", at("key.pem"), "-subj", subject, "-config", at("ca.cnf"), "-out", at("request.pem"));
    if (by) {
      writeFileSync(at("ca.pem"), by.cert);
      writeFileSync(at("ca-key.pem"), by.key);
    }
    const signer = by ? ["-cert", at("ca.pem"), "-keyfile", at("ca-key.pem")] : ["-selfsign", "-keyfile", at("key.pem")];
    const times = ["-startdate", asn1Time(from), "-enddate", asn1Time(until)];
    const files = ["-config", at("ca.cnf"), "-in", at("request.pem"), "-out", at("cert.pem")];
    openssl("ca", "-batch", "-notext", ...signer, ...times, ...files);
    return { cert: readFileSync(at("cert.pem"), "utf8").trim(), key: readFileSync(at("key.pem"), "utf8").trim() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function configuration(folder: string, extensions: string[]): string {
  writeFileSync(join(folder, "index.txt"), "");
  return `[req]
distinguished_name = any
[any]
commonName = optional
userId = optional
organizationalUnitName = optional
organizationName = optional
countryName = optional
[ca]
default_ca = one
[one]
database = ${join(folder, "index.txt")}
new_certs_dir = ${folder}
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
x509_extensions = added
[added]
${extensions.join("\n")}
`;
}

/** Seconds, as X.509 has no smaller unit. */
const asn1Time = (time: Date) => `${time.toISOString().replace(/\D/g, "").slice(2, 14)}Z`;
