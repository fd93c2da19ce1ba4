import { startServer, type ServerProcess } from "../../e2e/src/support/server-process.ts";
import { startBackingServices, type BackingServices } from "./backing-services.ts";
import { startBalancer, type Balancer } from "./balancer.ts";

export interface Stack extends Omit<BackingServices, "settings"> {
  servers: ServerProcess[];
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
  const opened: (() => Promise<unknown> | void)[] = [];
  const stop = async () => {
    for (const close of opened.splice(0).toReversed()) await close();
  };
  try {
    const { databaseUrl, redis, settings } = await startBackingServices(opened);
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
    return { servers, redis, databaseUrl, balancer, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
