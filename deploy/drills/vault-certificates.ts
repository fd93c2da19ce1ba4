import { randomBytes, X509Certificate } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChildProcess } from "node:child_process";
import type { Account } from "../../dev-database/src/account.ts";
import { preparePostgresData } from "../../dev-database/src/postgres-data.ts";
import { startServer, type ServerProcess } from "../../e2e/src/support/server-process.ts";
import { freePort } from "../../server/src/free-port.ts";
import { makeAuthority } from "../../server/src/testing/certificate-authority.ts";
import { endChild, startChild } from "../../server/src/testing/child-process.ts";
import { certificatesAt } from "../../server/src/tls/certificate-end.ts";
import { isKeyPair } from "../../server/src/tls/key-pair.ts";
import { Failed } from "../failed.ts";
import { execute } from "../gates/execute.ts";
import { gather } from "../load/journey.ts";
import { openReaders } from "../load/readers.ts";
import { startRequests } from "../load/requests.ts";
import { ORIGIN } from "../load/visitor.ts";
import { AUDIENCE, configureAgent, NAMESPACE, PARTIES, setUpAuthority, trustKubernetes, type Party } from "../vault/certificates.ts";
import { misjudged, type Asked } from "../vault/judge-paths.ts";
import { API_AUDIENCE, openServiceAccounts, type ServiceAccounts } from "../vault/service-accounts.ts";
import { setUp } from "../vault/set-up.ts";
import { startVault, type Answer, type VaultServer } from "../vault/vault-server.ts";
import { startAuditStore, type Shipped } from "./audit-store.ts";
import { startBalancer } from "./balancer.ts";
import { postgresWith, redisWith } from "./encrypted-servers.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";
import { startTlsClient, startVisits } from "./tls-visits.ts";

const root = resolve(import.meta.dirname, "../..");
const SERVERS = 2;
const GUESTS = 10;
const READERS = 20;
const RATES = { reads: 20, commands: 10 };
/** How long each certificate lives (s), and how often each is renewed in the drill. The agent fetches the next one with a tenth left. */
export const LIVES = 25;
export const RENEWALS = 2;
/** What all of them are for. */
const [HOST, IP] = ["localhost", "127.0.0.1"];
/** How often somebody connects anew to each, and verifies (ms). */
const PROBE_EVERY = 500;
const PATIENCE = 90_000;
const COME_BACK = 30_000;

type OfEach<Value> = Record<Party, Value>;

export interface IssuedCertificates extends Outcome {
  /** How often each party's certificate was renewed, and the least that was left of any that was shown (s). */
  renewals: OfEach<number>;
  leastLeft: number;
  /** Who connected anew and verified: to each party, and to the proxy's page. */
  visits: number;
  failedVisits: string[];
  /** Paths, and logins, that were answered otherwise than they should be. */
  misjudged: string[];
  asked: number;
  /** Whether an agent that was started anew left the key of a certificate that goes on. */
  keptKey: boolean;
  /** Control: whose certificate, with no agent, nobody was let in by once it had ended. */
  refusedWhenEnded: Party[];
  /** Whose was refused when a foreign authority had issued it, and what the product says of its database then. */
  refusedWhenForeign: Party[];
  productSays: string;
  /** Requests that Vault noted, and keys and tokens that stand there as they are. */
  noted: number;
  leaked: number;
  /** What became of these elsewhere, where a store refused them first and the collector was killed. */
  shipped: Shipped;
}

/** The product, its proxy, its database and Redis with certificates that Vault issues to whom Kubernetes vouches for, and that end under load. */
export async function vaultCertificates(): Promise<IssuedCertificates> {
  const opened: (() => unknown)[] = [];
  try {
    return await live(opened);
  } finally {
    for (const close of opened.toReversed()) await close();
  }
}

async function live(opened: (() => unknown)[]): Promise<IssuedCertificates> {
  const home = mkdtempSync(join(tmpdir(), "turnout-issued-"));
  chmodSync(home, 0o755); // the database's server is somebody else
  opened.push(() => rmSync(home, { recursive: true, force: true }));
  const folderFor = (name: string) => {
    mkdirSync(join(home, name), { mode: 0o700 });
    return join(home, name);
  };
  const vault = await startVault(folderFor("vault"));
  opened.push(() => vault.stop());
  const store = await startAuditStore(folderFor("audit"), vault.auditLog);
  opened.push(() => store.stop());
  const accounts = await openServiceAccounts(folderFor("kubernetes"));
  opened.push(() => accounts.close());
  const ca = await setUpAuthority(vault, { lives: LIVES, domain: HOST });
  await trustKubernetes(vault, {
    address: accounts.address,
    ca: accounts.ca,
    reviewer: await accounts.token("vault", "vault", API_AUDIENCE),
  });
  for (const name of PARTIES) await accounts.add(name, NAMESPACE);

  const data = await preparePostgresData(folderFor("database-files"), true);
  chmodSync(join(home, "database-files"), 0o755);
  const redisPort = await freePort();
  const folders = Object.fromEntries(PARTIES.map((name) => [name, folderFor(name)])) as OfEach<string>;
  const at = (name: Party) => ({ cert: join(folders[name], "tls.pem"), key: join(folders[name], "tls.pem.key") });
  const runtimeSocket = join(home, "haproxy.sock");
  const tell: OfEach<string> = {
    proxy: `${process.execPath} ${join(root, "deploy/vault/tell-haproxy.ts")} ${runtimeSocket} ${at("proxy").cert}`,
    server: "true",
    database: `kill -HUP $(head -n 1 ${join(data.folder, "postmaster.pid")})`,
    redis: `redis-cli -p ${redisPort} --tls --insecure CONFIG SET tls-cert-file ${at("redis").cert} tls-key-file ${at("redis").key}`,
  };
  const agents = {} as OfEach<Agent>;
  for (const name of PARTIES) {
    const token = join(folders[name], "token");
    writeFileSync(token, await accounts.token(name, NAMESPACE, AUDIENCE), { mode: 0o600 });
    const place = { folder: folders[name], token, host: HOST, ip: IP, lives: LIVES, tell: tell[name] };
    const config = configureAgent(vault.address, name, place);
    const account = name === "database" ? data.account : null;
    if (account) for (const path of [folders[name], token, config]) chownSync(path, account.uid, account.gid);
    agents[name] = startAgent(vault, config, folders[name], account);
    opened.push(() => agents[name].stop());
  }
  await until(() => PARTIES.every((name) => hasPair(at(name))), "everybody's first certificate");

  const postgres = await postgresWith(data, at("database"));
  opened.push(postgres.stop);
  const redis = await redisWith(folderFor("redis-files"), at("redis"), redisPort);
  opened.push(redis.stop);
  await setUp(vault, { adminUrl: postgres.plain, owner: "turnout", secret: randomBytes(32).toString("hex"), lives: 60 });
  const judged = await judge(vault, accounts);

  const authorityFile = join(home, "authority.pem");
  writeFileSync(authorityFile, ca);
  const inbound = `smtp://127.0.0.1:${await freePort()}`;
  const settings = {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    TLS_CA_FILE: authorityFile,
    SECRET: randomBytes(32).toString("hex"),
    PUBLIC_URL: ORIGIN,
    MAILBOX: "on",
    TRUSTED_HOPS: "2",
    LOG_LEVEL: "info",
  };
  const receives = {
    INBOUND_ADDRESS: "rsvp@in.turnout.test",
    INBOUND_SMTP: inbound,
    INBOUND_TLS_CERT_FILE: at("server").cert,
    INBOUND_TLS_KEY_FILE: at("server").key,
  };
  const servers: ServerProcess[] = [];
  for (let one = 0; one < SERVERS; one++) {
    servers.push(await startServer(one === 0 ? { ...settings, ...receives } : settings, root));
    opened.push(() => servers[one]!.close());
  }
  const ports = servers.map(({ url }) => Number(new URL(url).port));
  const config = join(root, "deploy/edge/haproxy.cfg");
  const balancer = await startBalancer(config, ports, [...ports.keys()], { certificate: at("proxy").cert, runtimeSocket });
  opened.push(() => balancer.stop());
  const client = await startTlsClient(balancer.front, [ca]);
  opened.push(() => client.stop());

  const gathering = await gather(client.front, GUESTS);
  const readers = await openReaders(gathering, { folder: root, front: client.front, count: READERS });
  opened.push(() => readers.close());
  const urls: OfEach<string> = {
    proxy: `https://localhost:${balancer.front.split(":")[1]}`,
    server: inbound.replace("127.0.0.1", "localhost"),
    database: postgres.url,
    redis: redis.url,
  };
  const visits = startVisits(balancer.front, [ca]);
  opened.push(() => visits.stop());
  const probes = startProbes(urls, ca);
  opened.push(() => probes.stop());
  const requests = startRequests(gathering, RATES);
  opened.push(() => requests.stop());

  await until(() => probes.seen.redis.size > 1, "a renewal of Redis' certificate");
  store.take();
  await store.restartCollector();
  const keptKey = await startAnew(agents.redis, at("redis"));
  const seldom = () => PARTIES.filter((name) => probes.seen[name].size <= RENEWALS);
  await until(
    () => seldom().length === 0,
    () => `a renewal of the certificate of ${seldom().join(", ")} (${probes.failed.at(-1) ?? "all may be trusted"})`,
  );
  await requests.stop();
  await visits.stop();
  await probes.stop();
  const reports = await readers.untilLive(requests.acknowledged, COME_BACK);

  for (const name of PARTIES) await agents[name].stop();
  const log = vault.audit();
  const lines = log.split("\n").filter(Boolean);
  const shown = PARTIES.map((name) => new X509Certificate(readFileSync(at(name).cert)).validToDate.getTime());
  await sleep(Math.max(...shown) - Date.now() + 1_500);
  const refusedWhenEnded = await refusedBy(urls, ca);
  const foreign = makeAuthority("Foreign authority");
  for (const name of PARTIES) {
    const pair = foreign.issue();
    writeFileSync(at(name).key, pair.key);
    writeFileSync(at(name).cert, pair.cert);
    await execute("sh", ["-c", tell[name]]);
  }
  // That it is these which are shown: who trusts that authority is let in.
  await until(async () => (await refusedBy(urls, foreign.certificate)).length === 0, "the foreign certificates");
  const productSays = await whatIsSaid(servers[0]!);
  return {
    ...outcomeOf(requests, reports),
    renewals: Object.fromEntries(PARTIES.map((name) => [name, probes.seen[name].size - 1])) as OfEach<number>,
    leastLeft: probes.leastLeft(),
    visits: visits.sent + probes.sent(),
    failedVisits: [...visits.failed, ...probes.failed],
    misjudged: judged.wrong,
    asked: judged.asked,
    keptKey,
    refusedWhenEnded,
    refusedWhenForeign: await refusedBy(urls, ca),
    productSays,
    noted: lines.length,
    shipped: await store.compare(lines),
    leaked: (log.match(/PRIVATE KEY|"eyJ/g) ?? []).length,
  };
}

interface Agent {
  start(): void;
  stop(): Promise<void>;
}

function startAgent({ program }: VaultServer, config: string, home: string, account: Account | null): Agent {
  let child: ChildProcess | undefined;
  const agent: Agent = {
    start() {
      const env = { PATH: process.env.PATH, HOME: home };
      child = startChild(program, ["agent", `-config=${config}`], { ...account, cwd: home, env, stdio: "ignore" });
    },
    stop: () => endChild(child, "SIGTERM"),
  };
  agent.start();
  return agent;
}

const hasPair = ({ cert, key }: { cert: string; key: string }) =>
  existsSync(cert) && existsSync(key) && isKeyPair({ cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") });

/** Whether the certificate that is there goes on, with its key. */
async function startAnew(agent: Agent, files: { cert: string; key: string }): Promise<boolean> {
  const before = readFileSync(files.cert, "utf8");
  await agent.stop();
  agent.start();
  await sleep(3_000);
  return readFileSync(files.cert, "utf8") === before && hasPair(files);
}

/** Somebody who connects to each again and again, and verifies. */
function startProbes(urls: OfEach<string>, ca: string) {
  const seen = Object.fromEntries(PARTIES.map((name) => [name, new Set<string>()])) as OfEach<Set<string>>;
  const failed: string[] = [];
  let [sent, least, isOver] = [0, Infinity, false];
  const probing = PARTIES.map(async (name) => {
    for (; !isOver; await sleep(PROBE_EVERY)) {
      sent++;
      try {
        const [own] = await certificatesAt(urls[name], { ca });
        seen[name].add(own!.serialNumber);
        least = Math.min(least, (own!.validToDate.getTime() - Date.now()) / 1_000);
      } catch (error) {
        failed.push(`${name}: ${(error as Error).message}`);
      }
    }
  });
  return {
    seen,
    failed,
    sent: () => sent,
    leastLeft: () => least,
    async stop() {
      isOver = true;
      await Promise.all(probing);
    },
  };
}

/** Those whose certificate somebody who trusts this authority refuses. */
async function refusedBy(urls: OfEach<string>, ca: string): Promise<Party[]> {
  const refused: Party[] = [];
  for (const name of PARTIES) await certificatesAt(urls[name], { ca }).catch(() => refused.push(name));
  return refused;
}

/** What a process that is to connect anew says of its database. */
async function whatIsSaid({ url }: ServerProcess): Promise<string> {
  let said = "";
  const ask = async () => {
    said = await (await fetch(`${url}/readyz`)).text();
    return said.includes("untrusted");
  };
  await until(ask, "the product's word on a foreign certificate").catch(() => {});
  return said;
}

/** Everybody asks for what is theirs, and for what is not; and somebody logs in as who they are not. */
async function judge(vault: VaultServer, accounts: ServiceAccounts): Promise<{ asked: number; wrong: string[] }> {
  const wrong: string[] = [];
  let asked = 0;
  const look = async (who: string, token: string, matrix: Asked[]) => {
    asked += matrix.length;
    wrong.push(...(await misjudged(vault, token, matrix)).map((one) => `${who}: ${one}`));
  };
  for (const name of PARTIES)
    await look(name, await loggedIn(vault, name, await accounts.token(name, NAMESPACE, AUDIENCE)), rightsOf(name));

  await accounts.add("proxy", "elsewhere");
  const unused = await accounts.token("proxy", NAMESPACE, AUDIENCE);
  const good = await accounts.token("server", NAMESPACE, AUDIENCE);
  await look("nobody", "", [
    login("server", good),
    login("server", await accounts.token("proxy", NAMESPACE, AUDIENCE), 403),
    login("proxy", await accounts.token("proxy", "elsewhere", AUDIENCE), 403),
    login("server", await accounts.token("server", NAMESPACE, API_AUDIENCE), 403),
    login("server", `${good.slice(0, -8)}AAAAAAAA`, 403),
    login("nothing", good, 400),
    { method: "POST", path: "pki/issue/server", body: { common_name: HOST }, status: 403 },
  ]);
  // What only the API server knows: the token is as good as before, and its account is gone.
  await accounts.remove("proxy", NAMESPACE);
  await sleep(1_000);
  await look("an account that is gone", "", [login("proxy", unused, 403)]);
  await accounts.add("proxy", NAMESPACE);
  return { asked, wrong };
}

const login = (role: string, jwt: string, status?: number): Asked => ({
  method: "POST",
  path: "auth/kubernetes/login",
  body: { role, jwt },
  ...(status !== undefined && { status }),
});

async function loggedIn({ must }: VaultServer, role: Party, jwt: string): Promise<string> {
  const { auth } = (await must("POST", "auth/kubernetes/login", { role, jwt })) as unknown as { auth: { client_token: string } };
  return auth.client_token;
}

const livesAtMost = ({ data }: Answer) =>
  new X509Certificate(String(data["certificate"])).validToDate.getTime() <= Date.now() + (LIVES + 1) * 1_000;

function rightsOf(name: Party): Asked[] {
  const issue = (of: string, body: object = { common_name: HOST }): Asked => ({ method: "POST", path: `pki/issue/${of}`, body });
  const refused = (method: string, path: string, body?: object): Asked => ({ method, path, ...(body && { body }), status: 403 });
  const secrets = ["secret/data/turnout", "database/creds/turnout"];
  return [
    { ...issue(name), isGood: livesAtMost },
    { ...issue(name, { common_name: HOST, ttl: "24h" }), isGood: livesAtMost },
    { ...issue(name, { common_name: "elsewhere.example" }), status: 400 },
    { ...issue(name, { common_name: HOST, alt_names: "elsewhere.example" }), status: 400 },
    ...PARTIES.filter((other) => other !== name).map((other) => ({ ...issue(other), status: 403 })),
    ...secrets.map((path): Asked => ({ method: "GET", path, ...(name !== "server" && { status: 403 }) })),
    refused("POST", `pki/sign/${name}`, { csr: "" }),
    refused("POST", "pki/sign-verbatim", { csr: "" }),
    refused("POST", "pki/root/sign-intermediate", { csr: "" }),
    refused("POST", "authority/root/sign-intermediate", { csr: "" }),
    refused("POST", `pki/roles/${name}`, { allow_any_name: true }),
    refused("GET", `pki/roles/${name}`),
    refused("POST", "pki/revoke", { serial_number: "" }),
    refused("GET", "auth/kubernetes/config"),
    refused("POST", `auth/kubernetes/role/${name}`, {}),
    refused("GET", "secret/data/somebody-else"),
    refused("GET", "sys/mounts"),
  ];
}

async function until(holds: () => boolean | Promise<boolean>, what: string | (() => string)) {
  for (const deadline = Date.now() + PATIENCE; !(await holds()); await sleep(200))
    if (Date.now() > deadline) throw new Failed(`${typeof what === "string" ? what : what()}: not within ${PATIENCE / 1_000} s`);
}
