import { join } from "node:path";
import { Failed } from "../failed.ts";
import { execute } from "../gates/execute.ts";
import { goTool } from "../gates/locked-tools.ts";

/** Who signs: a key, or, without one, the workflow that runs, by a certificate of its host's. */
export type Signer = { key: string; password: string } | "workflow";

/** Whose signatures count. */
export type Trust = { key: string } | { identity: string; issuer: string };

/** What is said with a signature, and asked for when it is verified. */
type Claims = Record<string, string>;

/** With a key of one's own, nothing is sent to or asked of public services. */
const signingArgs = (signer: Signer) =>
  signer === "workflow" ? [] : ["--key", signer.key, "--use-signing-config=false", "--tlog-upload=false"];
const trustArgs = (trust: Trust) =>
  "key" in trust
    ? ["--key", trust.key, "--insecure-ignore-tlog=true"]
    : ["--certificate-identity", trust.identity, "--certificate-oidc-issuer", trust.issuer];
const passwordOf = (signer: Signer) => (signer === "workflow" ? {} : { COSIGN_PASSWORD: signer.password });

async function cosign(args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { code, said, out } = await execute(await goTool("cosign"), args, { env });
  if (code === 0) return out;
  const reason = /^Error: (.*)$/m.exec(said)?.[1] ?? said.trim();
  throw new Failed(reason.slice(0, 300));
}

/** A key pair in a folder, for one rehearsal. */
export async function makeKeyPair(folder: string, name: string): Promise<{ signer: Signer; trust: Trust }> {
  const [file, password] = [join(folder, name), crypto.randomUUID()];
  await cosign(["generate-key-pair", "--output-key-prefix", file], { COSIGN_PASSWORD: password });
  return { signer: { key: `${file}.key`, password }, trust: { key: `${file}.pub` } };
}

/** Signs what has this digest, together with claims about it. */
export async function sign(reference: string, claims: Claims, signer: Signer): Promise<void> {
  const said = Object.entries(claims).flatMap(([key, value]) => ["-a", `${key}=${value}`]);
  await cosign(["sign", "--yes", ...signingArgs(signer), ...said, reference], passwordOf(signer));
}

/** Throws where what has this digest is not signed by somebody who is trusted, with these claims. */
export async function verifySignature(reference: string, claims: Claims, trust: Trust): Promise<void> {
  const wanted = Object.entries(claims).flatMap(([key, value]) => ["-a", `${key}=${value}`]);
  await cosign(["verify", ...trustArgs(trust), ...wanted, reference]).catch((error: Error) => {
    throw new Failed(`${reference} is refused: its signature does not hold (${error.message})`);
  });
}

/** What is attested of an image: what is in it, and where it comes from. */
type Attested = "cyclonedx" | "slsaprovenance1";

export async function attest(reference: string, type: Attested, predicateFile: string, signer: Signer): Promise<void> {
  await cosign(["attest", "--yes", ...signingArgs(signer), "--type", type, "--predicate", predicateFile, reference], passwordOf(signer));
}

/** All that somebody who is trusted has attested of this digest. Throws where there is nothing. */
export async function verifyAttestations(reference: string, type: Attested, trust: Trust): Promise<unknown[]> {
  const out = await cosign(["verify-attestation", ...trustArgs(trust), "--type", type, reference]).catch((error: Error) => {
    throw new Failed(`${reference} is refused: no ${type} is attested (${error.message})`);
  });
  return out
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const { payload } = JSON.parse(line) as { payload: string };
      return (JSON.parse(Buffer.from(payload, "base64").toString()) as { predicate: unknown }).predicate;
    });
}
