import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { migrate } from "../../../server/src/db/migrate.ts";
import { freePort } from "../../../server/src/free-port.ts";
import { endOnSignals } from "./end-on-signals.ts";
import { startFaultProxy, type FaultProxy } from "./fault-proxy.ts";
import { forgetLines } from "./http-request.ts";
import { ORIGIN, SECRET } from "./origin.ts";
import { startMailSink } from "./mail-sink.ts";
import { startPostgres } from "./postgres.ts";
import { startRedis } from "./redis.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { superviseServer, type TurnoutServer } from "./turnout-server.ts";

/** One process with the networks around it. */
export interface Node {
  server: TurnoutServer;
  /** Between clients and this process. */
  front: FaultProxy;
  toPostgres: FaultProxy;
  /** Null: there is no Redis. */
  toRedis: FaultProxy | null;
}

export type Cluster = Awaited<ReturnType<typeof startCluster>>;

interface ClusterOptions {
  servers: number;
  /** PostgreSQL has a synchronous standby, which can take over. */
  standby?: boolean;
  seed: string;
  /** A bug to put into all servers. */
  mutant?: string | undefined;
  /** What else a server is set to, by its number. */
  settings?: (index: number) => Record<string, string>;
}

/** Has something done with a cluster, which is stopped afterwards, and before a signal ends us. */
export async function withCluster<Result>(options: ClusterOptions, work: (cluster: Cluster) => Promise<Result>): Promise<Result> {
  const cluster = await startCluster(options);
  const forgetSignals = endOnSignals(() => cluster.stop());
  try {
    return await work(cluster);
  } finally {
    forgetSignals();
    forgetLines();
    await cluster.stop();
  }
}

/** A database, a Redis and so many servers, each seeing the others only through networks that can be broken. */
async function startCluster({ servers, standby = false, seed, mutant, settings }: ClusterOptions) {
  // Without it nobody can open a link, and a round would be set up for ever.
  if (!existsSync(join(import.meta.dirname, "../../../web/dist/index.html")))
    throw new Error("the web app is not built; npm run torture builds it");
  const { folder, disk, remove } = temporaryFolder();
  const opened: (() => Promise<unknown> | void)[] = [];
  const stop = async () => {
    for (const close of opened.splice(0).toReversed()) await (async () => close())().catch(() => {});
    remove();
  };
  try {
    const postgres = await startPostgres(disk, standby);
    opened.push(() => postgres.stop());
    await migrate(postgres.url);
    await postgres.ensureFollowed();
    mkdirSync(join(folder, "redis"));
    const redis = await startRedis(join(folder, "redis"));
    opened.push(() => redis?.stop());
    const mail = await startMailSink();
    opened.push(() => mail.close());

    const nodes: Node[] = [];
    for (let index = 0; index < servers; index++) {
      const name = `server${index + 1}`;
      const proxyTo = async (place: { port: number }, what: string) => {
        const proxy = await startFaultProxy(place, `${seed}/${name}/${what}`);
        opened.push(() => proxy.close());
        return proxy;
      };
      const port = await freePort();
      const front = await proxyTo({ port }, "front");
      const toPostgres = await proxyTo(postgres, "postgres");
      const toRedis = redis && (await proxyTo(redis, "redis"));
      const database = new URL(postgres.url);
      database.port = String(toPostgres.port);
      const env = {
        HOST: "127.0.0.1",
        PUBLIC_URL: ORIGIN,
        DATABASE_URL: String(database),
        SECRET,
        SEED: "no",
        LOG_LEVEL: "warn",
        METRICS_PORT: "off",
        TRUSTED_HOPS: "1",
        SHUTDOWN_NOTICE: "1",
        SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
        MAIL_FROM: "Turnout <turnout@turnout.test>",
        MAIL_ALLOWANCE: "off", // every mail has to arrive before the round is judged
        ...(toRedis && { REDIS_URL: `redis://127.0.0.1:${toRedis.port}` }),
        ...settings?.(index),
      };
      const server = superviseServer({ name, port, folder: join(folder, name), env, mutant });
      opened.push(() => server.stop());
      nodes.push({ server, front, toPostgres, toRedis });
    }
    await Promise.all(nodes.map(({ server }) => server.untilUp()));
    return { postgres, redis, mail, nodes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
