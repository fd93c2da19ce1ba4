import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import pg from "pg";
import { startEmbeddedPostgres } from "../../dev-database/src/embedded-postgres.ts";
import { startServer, type ServerProcess } from "../../e2e/src/support/server-process.ts";
import { startRedis } from "../../torture/src/processes/redis.ts";
import { Failed } from "../failed.ts";
import { startMailServerWithUsers } from "../../server/src/testing/mail-server-with-users.ts";
import { emailOf, gather, join as joinEvent, type Gathering } from "../load/journey.ts";
import { openReaders } from "../load/readers.ts";
import { startRequests } from "../load/requests.ts";
import { ORIGIN } from "../load/visitor.ts";
import { startBalancer } from "./balancer.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";

const root = resolve(import.meta.dirname, "../..");
const SERVERS = 2;
const GUESTS = 10;
const READERS = 40;
const RATES = { reads: 20, commands: 10 };
/** Guests who answer before each replacement, while it is under way and afterwards; each gets an email. */
const NEWCOMERS = 3;
/** How long after a replacement the next one follows (ms). */
const SETTLE = 1_500;
/** How long processes may take to put a new value in force (ms). */
export const IN_FORCE_WITHIN = 10_000;
const COME_BACK = 30_000;
const IN_FORCE = "a setting has changed, and is in force";

export interface Rotation extends Outcome {
  /** How long each replacement took until it was in force everywhere (ms). */
  took: Record<string, number>;
  /** Whether the session that began under the first secret, and a link made then, are still valid. */
  isSignedIn: boolean;
  linkIsValid: boolean;
  /** Guests whom no email reached. */
  withoutMail: string[];
  /** How often a process tried to send with a user that the mail server no longer knew. */
  refusedBySmtp: number;
}

/**
 * Replaces the database's user, Redis's, the mail server's and SECRET under load. `twoAtATime`: whether the one before stays valid until the
 * new one is in force.
 */
export async function secretRotation({ twoAtATime }: { twoAtATime: boolean }): Promise<Rotation> {
  const opened: (() => Promise<unknown>)[] = [];
  try {
    return await rotate(opened, twoAtATime);
  } finally {
    for (const close of opened.toReversed()) await close();
  }
}

async function rotate(opened: (() => Promise<unknown>)[], twoAtATime: boolean): Promise<Rotation> {
  const home = mkdtempSync(join(tmpdir(), "turnout-rotation-"));
  opened.push(async () => rmSync(home, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ home, durable: true });
  opened.push(() => postgres.stop());
  const redis = await startRedis(home);
  if (!redis) throw new Failed("redis-server is missing");
  opened.push(() => redis.stop());
  const database = await databaseUsers(postgres.url);
  opened.push(database.close);
  const cache = redisUsers(redis.url);
  opened.push(cache.close);
  const mail = await startMailServerWithUsers();
  opened.push(mail.close);

  const files = secretFiles(join(home, "secrets"));
  const first = randomBytes(32).toString("hex");
  const second = randomBytes(32).toString("hex");
  const users = { database: await database.add(), redis: await cache.add(), mail: await mail.add() };
  const settings = {
    DATABASE_URL_FILE: files.write("database-url", users.database.url),
    REDIS_URL_FILE: files.write("redis-url", users.redis.url),
    SECRET_FILE: files.write("secret", first),
    SMTP_URL_FILE: files.write("smtp-url", users.mail.url),
    MAIL_FROM: "turnout@turnout.test",
    MAILBOX: "off",
    PUBLIC_URL: ORIGIN,
    TRUSTED_HOPS: "2",
    LOG_LEVEL: "info",
  };
  const servers: ServerProcess[] = [];
  for (let at = 0; at < SERVERS; at++) {
    servers.push(await startServer(settings, root));
    opened.push(() => servers[at]!.close());
  }
  const balancer = await startBalancer(
    join(root, "deploy/edge/haproxy.cfg"),
    servers.map(({ url }) => Number(new URL(url).port)),
  );
  opened.push(() => balancer.stop());
  const gathering = await gather(balancer.front, GUESTS, mail.newest);
  const link = await shareLink(gathering);
  const readers = await openReaders(gathering, { folder: root, front: balancer.front, count: READERS });
  opened.push(() => readers.close());
  const requests = startRequests(gathering, RATES);
  const took: Record<string, number> = {};

  let newcomers = GUESTS;
  const someJoin = async () => {
    for (let count = 0; count < NEWCOMERS; count++)
      await joinEvent(balancer.front, { eventId: gathering.eventId, link, number: ++newcomers });
  };

  async function replace(what: string, file: string, content: string) {
    await sleep(SETTLE);
    const before = servers.map(timesInForce);
    const began = performance.now();
    files.write(file, content);
    await until(() => servers.every((server, at) => timesInForce(server) > before[at]!), what);
    took[what] = performance.now() - began;
  }

  await revokeAfter(users.database, "database user", "database-url", database.add);
  await revokeAfter(users.redis, "Redis user", "redis-url", cache.add);
  await someJoin();
  // As a control, the one before goes first.
  if (!twoAtATime) await users.mail.revoke();
  await Promise.all([someJoin(), revokeAfter(users.mail, "SMTP user", "smtp-url", mail.add)]);
  await someJoin();
  if (twoAtATime) {
    await replace("SECRET, known to all", "secret", `${first}\n${second}`);
    await replace("SECRET, the new one signs", "secret", `${second}\n${first}`);
  } else await replace("SECRET, at once", "secret", second);
  await sleep(SETTLE);
  await requests.stop();
  const reports = await readers.untilLive(requests.acknowledged, COME_BACK);
  const session = await gathering.host.fetch("/api/auth/session");
  const isSignedIn = session.bytes.toString().includes("ada@example.org");
  const linkIsValid = (await gathering.guests[0]!.fetch(link)).status < 400;
  const expected = Array.from({ length: newcomers }, (_, at) => emailOf(at + 1));
  const withoutMail = () => expected.filter((address) => !mail.taken.includes(address));
  for (const deadline = Date.now() + COME_BACK; withoutMail().length > 0 && Date.now() < deadline;) await sleep(100);
  return {
    ...outcomeOf(requests, reports),
    took,
    isSignedIn,
    linkIsValid,
    withoutMail: withoutMail(),
    refusedBySmtp: mail.refused(),
  };

  async function revokeAfter(user: User, what: string, file: string, add: () => Promise<User>) {
    const next = await add();
    await replace(what, file, next.url);
    await until(async () => (await user.connections()) === 0, `${what}: connections of the one before`);
    await user.revoke();
  }
}

interface User {
  url: string;
  connections(): Promise<number>;
  revoke(): Promise<unknown>;
}

/** Users as Vault's database engine makes them: for some time, with the rights of the role that owns everything. */
async function databaseUsers(url: string) {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  const owner = `"${(await admin.query<{ name: string }>("select current_user as name")).rows[0]!.name}"`;
  return {
    async add(): Promise<User> {
      const [name, password] = names();
      const until = new Date(Date.now() + 600_000).toISOString();
      await admin.query(`create role "${name}" login password '${password}' valid until '${until}' in role ${owner}`);
      await admin.query(`alter role "${name}" set role to ${owner}`);
      return {
        url: withUser(url, name, password),
        async connections() {
          const { rows } = await admin.query<{ count: number }>("select count(*)::int from pg_stat_activity where usename = $1", [name]);
          return rows[0]!.count;
        },
        revoke: () => admin.query(`drop role "${name}"`),
      };
    },
    close: () => admin.end(),
  };
}

function redisUsers(url: string) {
  const admin = new Redis(url);
  return {
    async add(): Promise<User> {
      const [name, password] = names();
      await admin.call(
        "ACL",
        "SETUSER",
        name,
        "on",
        `>${password}`,
        "~turnout:*",
        "&turnout:*",
        "+@all",
        "-@admin",
        "-@dangerous",
        "+info",
      );
      return {
        url: withUser(url, name, password),
        connections: async () => String(await admin.call("CLIENT", "LIST")).split(`user=${name} `).length - 1,
        revoke: () => admin.call("ACL", "DELUSER", name),
      };
    },
    close: async () => admin.disconnect(),
  };
}

const names = () => [`v-turnout-${randomBytes(4).toString("hex")}`, randomBytes(16).toString("hex")] as const;

function withUser(url: string, name: string, password: string): string {
  const other = new URL(url);
  [other.username, other.password] = [name, password];
  return String(other);
}

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

const timesInForce = (server: ServerProcess) => server.said().split(IN_FORCE).length - 1;

async function until(holds: () => boolean | Promise<boolean>, what: string) {
  for (const deadline = Date.now() + IN_FORCE_WITHIN; !(await holds()); await sleep(50))
    if (Date.now() > deadline) throw new Failed(`${what}: not within ${IN_FORCE_WITHIN} ms`);
}

async function shareLink({ host, eventId }: Gathering): Promise<string> {
  const { json } = await host.ask("GET", `/api/events/${eventId}/share-link`);
  return String(json.url).slice(ORIGIN.length);
}
