import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../dev-database/src/embedded-postgres.ts";
import { startServer, type ServerProcess } from "../../e2e/src/support/server-process.ts";
import { startRedis } from "../../torture/src/processes/redis.ts";
import { Failed } from "../failed.ts";
import { ORIGIN } from "../load/visitor.ts";
import { startBalancer, type Balancer } from "./balancer.ts";

export interface Stack {
  servers: ServerProcess[];
  redis: NonNullable<Awaited<ReturnType<typeof startRedis>>>;
  databaseUrl: string;
  balancer: Balancer;
  stop(): Promise<void>;
}

interface Plan {
  /** The checkout that the servers run. */
  folder: string;
  /** HAProxy's configuration. */
  config: string;
  /** SHUTDOWN_NOTICE of each server (s). */
  notices: number[];
}

/** Servers with a PostgreSQL and a Redis of their own, behind HAProxy. */
export async function startStack({ folder, config, notices }: Plan): Promise<Stack> {
  const home = mkdtempSync(join(tmpdir(), "turnout-drill-"));
  const opened: (() => Promise<unknown>)[] = [async () => rmSync(home, { recursive: true, force: true })];
  const stop = async () => {
    for (const close of opened.splice(0).toReversed()) await close();
  };
  try {
    const postgres = await startEmbeddedPostgres({ home, durable: true });
    opened.push(() => postgres.stop());
    const redis = await startRedis(home);
    if (!redis) throw new Failed("redis-server is missing");
    opened.push(() => redis.stop());
    const shared = { PUBLIC_URL: ORIGIN, DATABASE_URL: postgres.url, REDIS_URL: redis.url, SECRET: randomBytes(32).toString("hex") };
    // The load plays a balancer before HAProxy, which tells who asks.
    const settings = { ...shared, MAILBOX: "on", TRUSTED_HOPS: "2" };
    const start = async (notice: number) => {
      const server = await startServer({ ...settings, SHUTDOWN_NOTICE: String(notice) }, folder);
      opened.push(() => server.close());
      return server;
    };
    // The first one brings the database up to date.
    const first = await start(notices[0]!);
    const servers = [first, ...(await Promise.all(notices.slice(1).map(start)))];
    const ports = servers.map(({ url }) => Number(new URL(url).port));
    const balancer = await startBalancer(config, ports);
    opened.push(() => balancer.stop());
    return { servers, redis, databaseUrl: postgres.url, balancer, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
