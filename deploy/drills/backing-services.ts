import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../dev-database/src/embedded-postgres.ts";
import { startRedis } from "../../torture/src/processes/redis.ts";
import { Failed } from "../failed.ts";
import { ORIGIN } from "../load/visitor.ts";

export interface BackingServices {
  databaseUrl: string;
  redis: NonNullable<Awaited<ReturnType<typeof startRedis>>>;
  /** What servers need to run on them. The load plays a balancer before HAProxy, which tells who asks. */
  settings: Record<string, string>;
}

/** A PostgreSQL and a Redis for a drill. What has to be closed afterwards, last one first, is added to `opened`, as soon as it is open. */
export async function startBackingServices(opened: (() => Promise<unknown> | void)[]): Promise<BackingServices> {
  const home = mkdtempSync(join(tmpdir(), "turnout-drill-"));
  opened.push(() => rmSync(home, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ home, durable: true });
  opened.push(() => postgres.stop());
  const redis = await startRedis(home);
  if (!redis) throw new Failed("redis-server is missing");
  opened.push(() => redis.stop());
  const secret = randomBytes(32).toString("hex");
  const shared = { PUBLIC_URL: ORIGIN, DATABASE_URL: postgres.url, REDIS_URL: redis.url, SECRET: secret };
  return { databaseUrl: postgres.url, redis, settings: { ...shared, MAILBOX: "on", TRUSTED_HOPS: "2" } };
}
