import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { VaultServer } from "./vault-server.ts";

/** Who has a certificate: each has a role, a policy and a service account of this name. */
export const PARTIES = ["proxy", "server", "database", "redis"] as const;
export type Party = (typeof PARTIES)[number];

/** The namespace of their service accounts, and whom their tokens are for. */
export const NAMESPACE = "turnout";
export const AUDIENCE = "vault";

interface Issuing {
  /** How long certificates live at most (s). */
  lives: number;
  /** The names that they may be for; those of this machine's addresses are allowed too. */
  domain: string;
}

/**
 * What an operator sets up once: an authority, which signs one below it and nothing else, and a role for each party, by which that one
 * issues short-lived certificates. Returns the first one's certificate, which everybody trusts. Elsewhere, its key is not kept in Vault.
 */
export async function setUpAuthority({ must }: VaultServer, { lives, domain }: Issuing): Promise<string> {
  await must("POST", "sys/mounts/authority", { type: "pki", config: { max_lease_ttl: "87600h" } });
  await must("POST", "sys/mounts/pki", { type: "pki", config: { max_lease_ttl: "43800h" } });
  const { data: root } = await must("POST", "authority/root/generate/internal", {
    common_name: "Turnout",
    key_type: "ec",
    key_bits: 256,
    ttl: "87600h",
  });
  const { data: request } = await must("POST", "pki/intermediate/generate/internal", {
    common_name: "Turnout, between its servers",
    key_type: "ec",
    key_bits: 256,
  });
  const { data: signed } = await must("POST", "authority/root/sign-intermediate", {
    csr: request["csr"],
    format: "pem_bundle",
    ttl: "43800h",
    max_path_length: 0,
  });
  await must("POST", "pki/intermediate/set-signed", { certificate: signed["certificate"] });
  for (const name of PARTIES) {
    await must("POST", `pki/roles/${name}`, {
      allowed_domains: domain,
      allow_bare_domains: true,
      allow_subdomains: true,
      allow_localhost: false,
      key_type: "ec",
      key_bits: 256,
      server_flag: true,
      client_flag: false,
      // Clocks that are behind by as much take a new one, too.
      not_before_duration: `${Math.min(30, lives / 3)}s`,
      max_ttl: `${lives}s`,
      no_store: false,
    });
    const policy = readFileSync(join(import.meta.dirname, "certificates.hcl"), "utf8").replaceAll("<NAME>", name);
    await must("POST", `sys/policies/acl/certificates-${name}`, { policy });
  }
  return String(root["certificate"]).trim();
}

interface ApiServer {
  address: string;
  /** The certificate of its authority. */
  ca: string;
  /** A token of a service account that may ask it who somebody is (`system:auth-delegator`). */
  reviewer: string;
}

/** Lets service accounts of Kubernetes in, each for what is its own; the API server says of each token whose it is, and whether it still counts. */
export async function trustKubernetes({ must }: VaultServer, { address, ca, reviewer }: ApiServer): Promise<void> {
  await must("POST", "sys/auth/kubernetes", { type: "kubernetes" });
  await must("POST", "auth/kubernetes/config", {
    kubernetes_host: address,
    kubernetes_ca_cert: ca,
    token_reviewer_jwt: reviewer,
    disable_local_ca_jwt: true,
  });
  for (const name of PARTIES)
    await must("POST", `auth/kubernetes/role/${name}`, {
      bound_service_account_names: name,
      bound_service_account_namespaces: NAMESPACE,
      audience: AUDIENCE,
      token_policies: [`certificates-${name}`, ...(name === "server" ? ["turnout"] : [])],
      token_ttl: "10m",
    });
}

interface Place {
  folder: string;
  /** File with the token of its service account. */
  token: string;
  /** What the certificate is for. */
  host: string;
  ip: string;
  lives: number;
  /** A shell's command, without double quotes, that makes the server read both files again. */
  tell: string;
}

/** Writes the configuration of a party's agent, and returns its path. */
export function configureAgent(address: string, name: Party, { folder, token, host, ip, lives, tell }: Place): string {
  const values: Record<string, string> = {
    ADDRESS: address,
    NAME: name,
    FOLDER: folder,
    TOKEN: token,
    HOST: host,
    IP: ip,
    TTL: `${lives}s`,
    TELL: tell,
  };
  const file = join(folder, "agent.hcl");
  const text = readFileSync(join(import.meta.dirname, "certificates-agent.hcl"), "utf8");
  writeFileSync(
    file,
    text.replaceAll(/<([A-Z]+)>/g, (_, key: string) => values[key]!),
  );
  return file;
}
