import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startServer, type ServerProcess } from "../../e2e/src/support/server-process.ts";
import { freePort } from "../../server/src/free-port.ts";
import { makeAuthority } from "../../server/src/testing/certificate-authority.ts";
import { endAt } from "../../server/src/tls/certificate-end.ts";
import type { KeyPair } from "../../server/src/tls/key-pair.ts";
import { Failed } from "../failed.ts";
import { gather } from "../load/journey.ts";
import { openReaders } from "../load/readers.ts";
import { startRequests } from "../load/requests.ts";
import { ORIGIN } from "../load/visitor.ts";
import { CERTIFICATE_DAYS } from "../monitoring/alerts.ts";
import { startBalancer } from "./balancer.ts";
import { encryptedMailServer, encryptedPostgres, encryptedRedis } from "./encrypted-servers.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";
import { startTlsClient, startVisits } from "./tls-visits.ts";

const root = resolve(import.meta.dirname, "../..");
const DAY = 86_400_000;
const SERVERS = 2;
const GUESTS = 10;
const READERS = 40;
const RATES = { reads: 20, commands: 10 };
/** How long after a renewal the next one follows (ms). */
const SETTLE = 1_000;
const IN_FORCE_WITHIN = 15_000;
/** How long until the metric has to tell of what is renewed (ms). */
const TOLD_WITHIN = 45_000;
const COME_BACK = 30_000;
const IN_FORCE = "a setting has changed, and is in force";
/** How long certificates live: those that near their end, and those that take their place (days). */
const [ENDING, RENEWED] = [CERTIFICATE_DAYS.page - 1, 90];

export interface Renewal extends Outcome {
  /** Days until the certificate of each ends, as the product tells: before all was renewed, and after it. */
  before: Record<string, number>;
  after: Record<string, number>;
  /** Who came anew meanwhile, over connections of their own. */
  visits: number;
  failedVisits: string[];
  /** How many of those who came found an expired certificate at the end, and were let in all the same. */
  control: { visits: number; letIn: number };
}

/** Renews the certificates of proxy, servers, database, Redis and mail server, and their authority, under load. */
export async function certExpiry(): Promise<Renewal> {
  const opened: (() => unknown)[] = [];
  try {
    return await renew(opened);
  } finally {
    for (const close of opened.toReversed()) await close();
  }
}

async function renew(opened: (() => unknown)[]): Promise<Renewal> {
  const home = mkdtempSync(join(tmpdir(), "turnout-certificates-"));
  chmodSync(home, 0o755); // the database's server is somebody else
  opened.push(() => rmSync(home, { recursive: true, force: true }));
  const soon = new Date(Date.now() + ENDING * DAY);
  const later = new Date(Date.now() + RENEWED * DAY);
  const [authority, next] = [makeAuthority("Authority that ends", soon), makeAuthority("Authority after it", later)];
  const known = [authority.certificate, next.certificate];

  const postgres = await encryptedPostgres(home, authority.issue({ until: soon }));
  opened.push(postgres.stop);
  const redis = await encryptedRedis(home, authority.issue({ until: soon }));
  opened.push(redis.stop);
  const mail = await encryptedMailServer(authority.issue({ until: soon }));
  opened.push(mail.stop);
  const files = secretFiles(join(home, "secrets"));
  const metrics: number[] = [];
  const own = authority.issue({ until: soon });
  const settings = {
    DATABASE_URL_FILE: files.write("database-url", postgres.url),
    REDIS_URL_FILE: files.write("redis-url", redis.url),
    SMTP_URL_FILE: files.write("smtp-url", mail.url),
    TLS_CA_FILE: files.write("tls-ca", authority.certificate),
    TLS_CERT_FILE: files.write("server.crt", own.cert),
    TLS_KEY_FILE: files.write("server.key", own.key),
    SECRET: randomBytes(32).toString("hex"),
    MAIL_FROM: "turnout@turnout.test",
    MAILBOX: "off",
    PUBLIC_URL: ORIGIN,
    TRUSTED_HOPS: "2",
    LOG_LEVEL: "info",
  };
  const servers: ServerProcess[] = [];
  for (let at = 0; at < SERVERS; at++) {
    metrics.push(await freePort());
    servers.push(await startServer({ ...settings, METRICS_PORT: String(metrics[at]) }, root));
    opened.push(() => servers[at]!.close());
  }
  const certificate = files.write("site.pem", inOne(authority.issue({ until: soon })));
  const ports = servers.map(({ url }) => Number(new URL(url).port));
  const serverCa = files.write("server-ca", known.join("\n"));
  const balancer = await startBalancer(join(root, "deploy/edge/haproxy.cfg"), ports, [...ports.keys()], { certificate, serverCa });
  opened.push(() => balancer.stop());
  const client = await startTlsClient(balancer.front, known);
  opened.push(() => client.stop());

  const gathering = await gather(client.front, GUESTS, mail.newest);
  const readers = await openReaders(gathering, { folder: root, front: client.front, count: READERS });
  opened.push(() => readers.close());
  const visits = startVisits(balancer.front, known);
  opened.push(() => visits.stop());
  const requests = startRequests(gathering, RATES);
  opened.push(() => requests.stop());
  const before = await daysLeft();

  await put({ "tls-ca": known.join("\n") });
  for (const [name, server] of Object.entries({ "database-url": postgres, "redis-url": redis, "smtp-url": mail })) {
    await server.present(next.issue({ until: later }));
    // A URL that differs without saying anything else: all processes connect anew, and verify.
    await put({ [name]: `${server.url}${server.url.includes("?") ? "&" : "?"}name=turnout` });
  }
  const ownNext = next.issue({ until: later });
  await put({ "server.crt": ownNext.cert, "server.key": ownNext.key });
  const renewed = inOne(next.issue({ until: later }));
  files.write("site.pem", renewed);
  await balancer.present(renewed);
  await sleep(SETTLE);
  await put({ "tls-ca": next.certificate });
  let after = await daysLeft();
  for (const deadline = Date.now() + TOLD_WITHIN; Math.min(...Object.values(after)) < CERTIFICATE_DAYS.ticket; after = await daysLeft()) {
    if (Date.now() > deadline) break;
    await sleep(SETTLE);
  }
  await requests.stop();
  await visits.stop();
  const reports = await readers.untilLive(requests.acknowledged, COME_BACK);

  await balancer.present(inOne(next.issue({ from: new Date(Date.now() - 2 * DAY), until: new Date(Date.now() - DAY) })));
  const late = startVisits(balancer.front, known);
  await sleep(SETTLE);
  await late.stop();
  return {
    ...outcomeOf(requests, reports),
    before,
    after,
    visits: visits.sent,
    failedVisits: visits.failed,
    control: { visits: late.sent, letIn: late.sent - late.failed.length },
  };

  /** Writes these files, and waits until each is in force in all processes. */
  async function put(contents: Record<string, string>) {
    await sleep(SETTLE);
    const times = servers.map(timesInForce);
    for (const [name, content] of Object.entries(contents)) files.write(name, content);
    const written = Object.keys(contents);
    for (const deadline = Date.now() + IN_FORCE_WITHIN; ; await sleep(50)) {
      if (servers.every((server, at) => timesInForce(server) >= times[at]! + written.length)) return;
      if (Date.now() > deadline) throw new Failed(`${written.join(", ")}: not in force within ${IN_FORCE_WITHIN} ms`);
    }
  }

  /** Of each certificate, what the process says that knows least. The site is asked by what the product would ask by. */
  async function daysLeft(): Promise<Record<string, number>> {
    const days: Record<string, number> = {};
    const least = (peer: string, end: number) => (days[peer] = Math.min(days[peer] ?? Infinity, (end - Date.now()) / DAY));
    for (const port of metrics) {
      const told = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      for (const [, peer, seconds] of told.matchAll(/^turnout_certificate_expires_timestamp_seconds\{peer="(\w+)"\} (\S+)$/gm))
        least(peer!, 1_000 * Number(seconds));
    }
    least("site", (await endAt(`https://${balancer.front}`))?.getTime() ?? -Infinity);
    return days;
  }
}

const inOne = ({ cert, key }: KeyPair) => `${cert}\n${key}`;

const timesInForce = (server: ServerProcess) => server.said().split(IN_FORCE).length - 1;

/** Files that are replaced by renaming. */
function secretFiles(folder: string) {
  mkdirSync(folder);
  return {
    write(name: string, content: string): string {
      const file = join(folder, name);
      writeFileSync(`${file}.next`, content);
      renameSync(`${file}.next`, file);
      return file;
    },
  };
}
