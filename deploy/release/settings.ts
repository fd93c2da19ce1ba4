import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failed } from "../failed.ts";
import type { Signer, Trust } from "./cosign.ts";

type Env = Record<string, string | undefined>;

/** The value of a setting from the environment. Throws where it is missing or empty. */
export function required(env: Env, name: string): string {
  const value = env[name];
  if (!value) throw new Failed(`${name} is missing`);
  return value;
}

/** A whole number above 0 from the environment. Throws for anything else: a limit that is no number would hold nothing back. */
export function positive(env: Env, name: string, otherwise: number): number {
  const value = env[name] || String(otherwise);
  if (!/^[1-9]\d*$/.test(value)) throw new Failed(`${name} has to be a whole number above 0, and is "${value}"`);
  return Number(value);
}

/** Who signs: a key of one's own (SIGNING_KEY), or a workflow that its host gives a certificate. */
export function signerOf(env: Env): Signer {
  if (env.SIGNING_KEY) return { key: "env://SIGNING_KEY", password: env.SIGNING_PASSWORD ?? "" };
  if (env.ACTIONS_ID_TOKEN_REQUEST_URL || env.SIGSTORE_ID_TOKEN) return "workflow";
  throw new Failed("nobody signs: give SIGNING_KEY with SIGNING_PASSWORD, or let a hosted workflow sign, by its id-token");
}

/** Whose signatures count: a key's (VERIFICATION_KEY), or those of one workflow of one host. */
export function trustOf(env: Env): Trust {
  if (env.VERIFICATION_KEY) return { key: "env://VERIFICATION_KEY" };
  if (env.SIGNER_IDENTITY && env.SIGNER_ISSUER) return { identity: env.SIGNER_IDENTITY, issuer: env.SIGNER_ISSUER };
  throw new Failed("whose signatures count is not said: give VERIFICATION_KEY, or SIGNER_IDENTITY with SIGNER_ISSUER");
}

/** Lets every program that this process starts into the registry, if REGISTRY_USER says who that is. Podman, Helm and cosign read the same file. */
export function logIn(registry: string, folder: string, env: Env = process.env): void {
  if (!env.REGISTRY_USER) return;
  const auth = Buffer.from(`${env.REGISTRY_USER}:${required(env, "REGISTRY_PASSWORD")}`).toString("base64");
  const file = join(folder, "config.json");
  writeFileSync(file, JSON.stringify({ auths: { [registry.split("/")[0]!]: { auth } } }), { mode: 0o600 });
  Object.assign(env, { REGISTRY_AUTH_FILE: file, DOCKER_CONFIG: folder, HELM_REGISTRY_CONFIG: file });
}
