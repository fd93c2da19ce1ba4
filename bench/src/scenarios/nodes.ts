import type { Viewers } from "../load/viewers.ts";
import { socketIoManner, turnoutManner } from "../manners.ts";
import { start, type Handlers, type Process } from "../processes.ts";
import { HEADERS } from "../product.ts";
import type { Table } from "../result.ts";
import { interleave, progress } from "../rounds.ts";
import { startRedis, type OwnRedis } from "../servers/redis.ts";
import { makeRooms } from "../servers/room-log.ts";
import type { SocketIo } from "../servers/socket-io.ts";
import type { Turnout } from "../servers/turnout.ts";
import type { Scenario } from "../setting.ts";
import { settle } from "./database-state.ts";
import { loaded } from "./room-load.ts";

const VIEWERS = 2_000;
const SAMPLES = 48;

interface Cluster {
  viewers: Process<Viewers>;
  servers: Process<Handlers>[];
}

export const nodes: Scenario = {
  title: "Several processes",
  about:
    "The same room spread over processes that hear of each other through Redis; all messages come in through the first. Processor time is that of all servers together. Where a process has fewer viewers it serves them sooner, so that fewer messages gather into a frame: read the processor time of a frame beside that of a delivery. In the last row of ours Redis is killed halfway.",
  async run({ databaseUrl, quick, peers, rounds }) {
    const isThere = await startRedis();
    isThere?.kill();
    if (!isThere) {
      process.stderr.write("  left out: there is no redis-server here\n");
      return { tables: [], broken: [] };
    }
    const broken: string[] = [];
    const count = quick ? 100 : VIEWERS;
    const load = { viewers: count, rate: quick ? 50 : 100, seconds: quick ? 2 : 5, warmUp: quick ? 0.5 : 1.5 };

    async function round(name: string, open: (redis: OwnRedis) => Promise<Cluster>, isOurs: boolean, isKilled = false) {
      const redis = await startRedis();
      if (!redis) throw new Error("redis-server was not found");
      progress(`opening ${count} viewers · ${name}`);
      const { viewers, servers } = await open(redis);
      const usage = async () => ({
        cpu: (await Promise.all(servers.map((server) => server.usage()))).reduce((sum, { cpu }) => sum + cpu, 0),
        rss: 0,
        heap: 0,
      });
      const killing = isKilled && setTimeout(() => redis.kill(), ((load.warmUp + load.seconds) / 2) * 1000);
      try {
        const { figures, broken: lost } = await loaded({ viewers, usage }, load);
        if (isOurs) broken.push(...lost.map((what) => `${name}: ${what}`));
        return figures;
      } finally {
        if (killing) clearTimeout(killing);
        await viewers.stop();
        await Promise.all(servers.map((server) => server.stop()));
        redis.kill();
      }
    }

    const ours = (processes: number, isKilled = false) => {
      const name = `Turnout, ${processes} process${processes > 1 ? "es" : ""}${isKilled ? ", Redis killed" : ""}`;
      const open = (redis: OwnRedis) => openTurnout(databaseUrl, redis, { processes, count });
      return { name, part: processes === 1 ? ("ours" as const) : ("limit" as const), round: () => round(name, open, true, isKilled) };
    };
    const theirs = (processes: number) => {
      const name = `Socket.IO redis-adapter, ${processes}`;
      return {
        name,
        part: "peer" as const,
        round: () => round(name, (redis) => openSocketIo(databaseUrl, redis, { processes, count }), false),
      };
    };
    const variants = [
      ...(quick ? [ours(2)] : [ours(1), ours(2), ours(4)]),
      ours(2, true),
      ...(peers ? (quick ? [theirs(2)] : [theirs(1), theirs(2)]) : []),
    ];
    const rows = await interleave("processes", Math.min(rounds, 3), variants);
    const table: Table = { setting: `${count.toLocaleString("en")} viewers, ${load.rate} msg/s`, headline: "CPU µs", better: "less", rows };
    return { tables: [table], broken };
  },
};

interface Size {
  processes: number;
  count: number;
}

async function openTurnout(databaseUrl: string, redis: OwnRedis, { processes, count }: Size): Promise<Cluster> {
  const servers = Array.from({ length: processes }, () => start<Turnout>("servers/turnout.ts"));
  const ports = [];
  // One after the other: whoever is first makes the job queue's tables.
  for (const server of servers) ports.push((await server.call("listen", databaseUrl, processes > 1 ? redis.url : null)).port);
  const room = await servers[0]!.call("makeRoom", count, 500);
  await settle(databaseUrl);
  const viewers = start<Viewers>("load/viewers.ts");
  const each = count / processes;
  for (const [index, port] of ports.entries()) {
    const ownHeaders = room.cookies.slice(index * each, (index + 1) * each);
    await viewers.call("open", { manner: turnoutManner(port, room), count: each, atOnce: 100, samples: SAMPLES / processes, ownHeaders });
  }
  const path = `/api/events/${room.eventId}/messages`;
  await viewers.call("openPoster", { port: ports[0]!, path, headers: HEADERS, cookies: room.cookies, lanes: 64 });
  return { viewers, servers: servers as unknown as Process<Handlers>[] };
}

async function openSocketIo(databaseUrl: string, redis: OwnRedis, { processes, count }: Size): Promise<Cluster> {
  await makeRooms(databaseUrl, 1);
  const servers = Array.from({ length: processes }, () => start<SocketIo>("servers/socket-io.ts"));
  const viewers = start<Viewers>("load/viewers.ts");
  for (const server of servers) {
    const { port } = await server.call("listen", databaseUrl, processes > 1 ? redis.url : null);
    await viewers.call("open", { manner: socketIoManner(port), count: count / processes, atOnce: 100, samples: SAMPLES / processes });
  }
  return { viewers, servers: servers as unknown as Process<Handlers>[] };
}
