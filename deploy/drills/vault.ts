import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmbeddedPostgres } from "../../dev-database/src/embedded-postgres.ts";
import { startServer, type ServerProcess } from "../../e2e/src/support/server-process.ts";
import { withClient } from "../../server/src/db/content.ts";
import { endChild, startChild } from "../../server/src/testing/child-process.ts";
import { startRedis } from "../../torture/src/processes/redis.ts";
import { Failed, MissingTool } from "../failed.ts";
import { gather } from "../load/journey.ts";
import { openReaders } from "../load/readers.ts";
import { startRequests } from "../load/requests.ts";
import { ORIGIN } from "../load/visitor.ts";
import { giveAgent, setUp } from "../vault/set-up.ts";
import { startVault, type VaultServer } from "../vault/vault-server.ts";
import { startBalancer } from "./balancer.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";

const root = resolve(import.meta.dirname, "../..");
const SERVERS = 2;
const GUESTS = 10;
const READERS = 20;
const RATES = { reads: 20, commands: 10 };
/** How long each user of the database lives (s), and how many the drill outlives. */
const LIVES = 15;
export const USERS = 3;
/** How long anything may take to change (ms). */
const PATIENCE = 60_000;
const COME_BACK = 30_000;
const SETTLE = 3_000;
const IN_FORCE = "a setting has changed, and is in force";

/** What a token of the product may and may not do. */
const MATRIX: { method: string; path: string; body?: object; isAllowed: boolean }[] = [
  { method: "GET", path: "database/creds/turnout", isAllowed: true },
  { method: "GET", path: "secret/data/turnout", isAllowed: true },
  { method: "POST", path: "secret/data/turnout", body: { data: { secret: "mine" } }, isAllowed: false },
  { method: "DELETE", path: "secret/data/turnout", isAllowed: false },
  { method: "GET", path: "secret/data/somebody-else", isAllowed: false },
  { method: "GET", path: "database/config/turnout", isAllowed: false },
  { method: "GET", path: "database/creds/another", isAllowed: false },
  { method: "POST", path: "database/roles/turnout", body: { db_name: "turnout" }, isAllowed: false },
  { method: "POST", path: "sys/leases/revoke-prefix/database/creds/turnout", body: {}, isAllowed: false },
  { method: "GET", path: "sys/policies/acl/turnout", isAllowed: false },
  { method: "GET", path: "sys/mounts", isAllowed: false },
  { method: "GET", path: "auth/approle/role/turnout/role-id", isAllowed: false },
];

export interface VaultDrill extends Outcome {
  /** Users of the database that there were, and those of them that are there no more. */
  users: number;
  expired: number;
  /** Paths for which the policy says something else than it should. */
  misjudged: string[];
  /** Whether somebody who connects to the database anew, by what the file says, is let in at the end. */
  isLetIn: boolean;
  /** How long a new SECRET took from Vault until it was in force everywhere (ms). */
  secretAfter: number;
  isSignedIn: boolean;
  /** Requests that Vault noted, and secrets that stand there as they are. */
  noted: number;
  leaked: number;
}

/** The product with users of the database that Vault makes, and that expire under load. `hasAgent`: whether somebody fetches new ones. */
export async function vaultDrill({ hasAgent }: { hasAgent: boolean }): Promise<VaultDrill> {
  const opened: (() => Promise<unknown>)[] = [];
  try {
    return await live(opened, hasAgent);
  } finally {
    for (const close of opened.toReversed()) await close();
  }
}

async function live(opened: (() => Promise<unknown>)[], hasAgent: boolean): Promise<VaultDrill> {
  const home = mkdtempSync(join(tmpdir(), "turnout-vault-"));
  opened.push(async () => rmSync(home, { recursive: true, force: true }));
  const vault = await startVault(home);
  opened.push(() => vault.stop());
  const postgres = await startEmbeddedPostgres({ home: join(home, "database"), durable: true });
  opened.push(() => postgres.stop());
  const redis = await startRedis(home);
  if (!redis) throw new MissingTool("skipped: redis-server is missing");
  opened.push(() => redis.stop());
  const secrets = [randomBytes(32).toString("hex"), randomBytes(32).toString("hex")] as const;
  await setUp(vault, { adminUrl: postgres.url, owner: "turnout", secret: secrets[0], lives: LIVES });
  const misjudged = await misjudgedPaths(vault);

  const files = join(home, "files");
  mkdirSync(files, { mode: 0o700 });
  const config = await giveAgent(vault, files, postgres.url);
  const agent = startChild(vault.program, ["agent", `-config=${config}`], {
    cwd: home,
    env: { PATH: process.env.PATH, HOME: home },
    stdio: "ignore",
  });
  opened.push(() => endChild(agent, "SIGTERM"));
  await until(() => ["database-url", "secret"].every((name) => existsSync(join(files, name))), "the agent's files");

  const settings = {
    DATABASE_URL_FILE: join(files, "database-url"),
    SECRET_FILE: join(files, "secret"),
    REDIS_URL: redis.url,
    PUBLIC_URL: ORIGIN,
    MAILBOX: "on",
    TRUSTED_HOPS: "2",
    LOG_LEVEL: "info",
  };
  const servers: ServerProcess[] = [];
  for (let at = 0; at < SERVERS; at++) {
    servers.push(await startServer(settings, root));
    opened.push(() => servers[at]!.close());
  }
  const ports = servers.map(({ url }) => Number(new URL(url).port));
  const balancer = await startBalancer(join(root, "deploy/edge/haproxy.cfg"), ports);
  opened.push(() => balancer.stop());
  const gathering = await gather(balancer.front, GUESTS);
  const readers = await openReaders(gathering, { folder: root, front: balancer.front, count: READERS });
  opened.push(() => readers.close());
  const requests = startRequests(gathering, RATES);
  opened.push(() => requests.stop());

  const seen = new Set<string>();
  const look = async () => {
    const now = await usersIn(postgres.url);
    for (const name of now) seen.add(name);
    return now;
  };
  if (!hasAgent) await endChild(agent, "SIGKILL");
  const [first] = await look();
  const outlived = async () => [...seen].filter((name) => name !== first).length >= USERS;
  if (hasAgent) await until(async () => (await look(), outlived()), "users after the first one");
  else await until(async () => (await look()).length === 0, "the end of the last user");

  let secretAfter = 0;
  if (hasAgent) {
    const before = servers.map(secretsInForce);
    const began = performance.now();
    await vault.must("POST", "secret/data/turnout", { data: { secret: `${secrets[1]}\n${secrets[0]}` } });
    await until(() => servers.every((server, at) => secretsInForce(server) > before[at]!), "the new SECRET");
    secretAfter = performance.now() - began;
  }
  // The one that is in use, taken away by hand: connections that there are go on, and the agent fetches another one.
  const lasts = await look();
  if (hasAgent) {
    await vault.must("POST", "sys/leases/revoke-prefix/database/creds/turnout", {});
    await until(async () => (await look()).some((name) => !lasts.includes(name)), "a user after the one that was revoked");
  }
  await sleep(SETTLE);
  // Connections that there are go on, and on a busy machine no other is needed for a long time.
  const isLetIn = await withClient(readFileSync(settings.DATABASE_URL_FILE, "utf8").trim(), (client) => client.query("select 1")).then(
    () => true,
    () => false,
  );
  await requests.stop();
  const reports = await readers.untilLive(requests.acknowledged, hasAgent ? COME_BACK : 0);
  const session = await gathering.host.fetch("/api/auth/session").catch(() => null);
  const left = await look();
  const log = vault.audit();
  return {
    ...outcomeOf(requests, reports),
    users: seen.size,
    expired: [...seen].filter((name) => !left.includes(name)).length,
    misjudged,
    isLetIn,
    secretAfter,
    isSignedIn: session?.bytes.toString().includes("ada@example.org") ?? false,
    noted: log.split("\n").filter(Boolean).length,
    leaked: secrets.filter((secret) => log.includes(secret)).length,
  };
}

/** Each path asked with a token of the product; what it may not is answered with 403. */
async function misjudgedPaths({ must, ask }: VaultServer): Promise<string[]> {
  const { auth } = (await must("POST", "auth/token/create", { policies: ["turnout"], ttl: "5m" })) as unknown as {
    auth: { client_token: string };
  };
  const wrong: string[] = [];
  for (const { method, path, body, isAllowed } of MATRIX) {
    const { status } = await ask(method, path, body, auth.client_token);
    if ((status !== 403) !== isAllowed || (isAllowed && status >= 400)) wrong.push(`${method} ${path}: ${status}`);
  }
  return wrong;
}

/** Users that Vault has made and that may log in, the oldest first. */
const usersIn = (url: string) =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select rolname as name from pg_roles where rolname like 'v-%' order by rolvaliduntil",
    );
    return rows.map(({ name }) => name);
  });

const secretsInForce = (server: ServerProcess) =>
  server
    .said()
    .split("\n")
    .filter((line) => line.includes(IN_FORCE) && line.includes('"SECRET_FILE"')).length;

async function until(holds: () => boolean | Promise<boolean>, what: string) {
  for (const deadline = Date.now() + PATIENCE; !(await holds()); await sleep(100))
    if (Date.now() > deadline) throw new Failed(`${what}: not within ${PATIENCE / 1_000} s`);
}
