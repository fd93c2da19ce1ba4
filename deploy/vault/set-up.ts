import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { VaultServer } from "./vault-server.ts";

interface SetUp {
  /** The database, for a role that may make others. */
  adminUrl: string;
  /** The role that owns the tables. */
  owner: string;
  secret: string;
  /** How long a user of the database lives, with all renewals (s). */
  lives: number;
}

/** What an operator sets up once: the engine for the database's users, what the product keeps there, its policy, and how it logs in. */
export async function setUp({ must }: VaultServer, { adminUrl, owner, secret, lives }: SetUp): Promise<void> {
  const url = new URL(adminUrl);
  const { username, password } = url;
  await must("POST", "sys/mounts/database", { type: "database" });
  await must("POST", "database/config/turnout", {
    plugin_name: "postgresql-database-plugin",
    connection_url: `postgresql://{{username}}:{{password}}@${url.host}${url.pathname}`,
    allowed_roles: "turnout",
    username,
    password: decodeURIComponent(password),
  });
  await must("POST", "database/roles/turnout", {
    db_name: "turnout",
    creation_statements: [
      `create role "{{name}}" login password '{{password}}' valid until '{{expiration}}' in role "${owner}"`,
      `alter role "{{name}}" set role to "${owner}"`,
    ],
    revocation_statements: [`drop role if exists "{{name}}"`],
    default_ttl: `${lives}s`,
    max_ttl: `${lives}s`,
  });
  await must("POST", "secret/data/turnout", { data: { secret } });
  await must("POST", "secret/data/somebody-else", { data: { secret: "not for the product" } });
  await must("POST", "sys/policies/acl/turnout", { policy: readFileSync(join(import.meta.dirname, "turnout.hcl"), "utf8") });
  await must("POST", "sys/auth/approle", { type: "approle" });
  await must("POST", "auth/approle/role/turnout", { token_policies: "turnout", token_ttl: "10m" });
}

/** The agent's configuration and its credentials in a folder, in which it will write the files. Returns the configuration. */
export async function giveAgent({ must, address }: VaultServer, folder: string, adminUrl: string): Promise<string> {
  const { data: role } = await must("GET", "auth/approle/role/turnout/role-id");
  const { data: secret } = await must("POST", "auth/approle/role/turnout/secret-id", {});
  writeFileSync(join(folder, "role-id"), String(role["role_id"]), { mode: 0o600 });
  writeFileSync(join(folder, "secret-id"), String(secret["secret_id"]), { mode: 0o600 });
  const url = new URL(adminUrl);
  const values: Record<string, string> = { ADDRESS: address, FOLDER: folder, DATABASE: url.host + url.pathname };
  const file = join(folder, "agent.hcl");
  const text = readFileSync(join(import.meta.dirname, "agent.hcl"), "utf8");
  writeFileSync(
    file,
    text.replaceAll(/<([A-Z]+)>/g, (_, name: string) => values[name]!),
  );
  return file;
}
