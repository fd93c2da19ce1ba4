import type { Build } from "../builds.ts";
import type { Viewers } from "../load/viewers.ts";
import { turnoutClient } from "../client-options.ts";
import { start, type Handlers, type Process } from "../processes.ts";
import type { Part } from "../result.ts";
import { interleave, progress } from "../rounds.ts";
import { makeRooms } from "../servers/room-log.ts";
import type { Turnout } from "../servers/turnout.ts";
import { wanted, type Scenario } from "../setting.ts";
import { settle } from "./database-state.ts";
import { startRedis } from "../../../torture/src/processes/redis.ts";
import { underLoad } from "./busy-room.ts";
import { openPeer, openPublisher } from "./open-server.ts";

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
  async run(setting) {
    const { builds, databaseUrl, quick, rounds } = setting;
    const isThere = await startRedis();
    await isThere?.stop();
    if (!isThere) {
      process.stderr.write("  left out: there is no redis-server here\n");
      return { tables: [], broken: [] };
    }
    const broken: string[] = [];
    const count = quick ? 100 : VIEWERS;
    const load = { viewers: count, rate: quick ? 50 : 100, seconds: quick ? 2 : 5, warmUp: quick ? 0.5 : 1.5 };

    async function round(name: string, open: (redisUrl: string) => Promise<Cluster>, isOurs: boolean, isKilled: boolean) {
      const redis = await startRedis();
      if (!redis) throw new Error("redis-server was not found");
      progress(`opening ${count} viewers · ${name}`);
      const { viewers, servers } = await open(redis.url);
      const cpu = async () => (await Promise.all(servers.map((server) => server.usage()))).reduce((sum, used) => sum + used.cpu, 0);
      const killing = isKilled && setTimeout(() => void redis.kill(), ((load.warmUp + load.seconds) / 2) * 1000);
      try {
        const { figures, broken: lost } = await underLoad({ viewers, cpu }, load);
        if (isOurs) broken.push(...lost.map((what) => `${name}: ${what}`));
        return figures;
      } finally {
        if (killing) clearTimeout(killing);
        await viewers.stop();
        await Promise.all(servers.map((server) => server.stop()));
        await redis.stop();
      }
    }

    const variant = (part: Part, processes: number, name: string, isKilled = false, build = builds[0]!) => {
      const open = (redisUrl: string) =>
        part === "peer" ? openTheirs(databaseUrl, redisUrl, { processes, count }) : openOurs(build, redisUrl, { processes, count });
      return { name, part, processes, round: () => round(name, open, part !== "peer", isKilled) };
    };
    const earlier = builds
      .slice(1)
      .flatMap((build) => [
        variant("before", 1, `${build.name}, 1 process`, false, build),
        variant("limit", 2, `${build.name}, 2 processes`, false, build),
      ]);
    const variants = wanted(setting, [
      variant("ours", 1, "Turnout, 1 process"),
      variant("limit", 2, "Turnout, 2 processes"),
      variant("limit", 4, "Turnout, 4 processes"),
      variant("limit", 2, "Turnout, 2 processes, Redis killed", true),
      ...earlier,
      variant("peer", 1, "Socket.IO redis-adapter, 1"),
      variant("peer", 2, "Socket.IO redis-adapter, 2"),
    ]).filter(({ processes }) => !quick || processes === 2);
    const about = { setting: `${count.toLocaleString("en")} viewers, ${load.rate} msg/s`, headline: "CPU µs", better: "less" } as const;
    return { tables: [await interleave(about, Math.min(rounds, 3), variants)], broken };
  },
};

interface Size {
  processes: number;
  count: number;
}

async function openOurs({ folder, databaseUrl }: Build, redisUrl: string, { processes, count }: Size): Promise<Cluster> {
  const servers = Array.from({ length: processes }, () => start<Turnout>("servers/turnout.ts", [], folder));
  const ports = [];
  // One after the other: whoever is first makes the job queue's tables.
  for (const server of servers) ports.push((await server.call("listen", databaseUrl, processes > 1 ? redisUrl : null)).port);
  const room = await servers[0]!.call("makeRoom", count, 500);
  await settle(databaseUrl);
  const viewers = start<Viewers>("load/viewers.ts");
  const each = count / processes;
  for (const [index, port] of ports.entries()) {
    const ownHeaders = room.cookies.slice(index * each, (index + 1) * each);
    await viewers.call("open", { client: turnoutClient(port, room), count: each, atOnce: 100, samples: SAMPLES / processes, ownHeaders });
  }
  await openPublisher(viewers, ports[0]!, room, 64);
  return { viewers, servers: servers as never };
}

async function openTheirs(databaseUrl: string, redisUrl: string, { processes, count }: Size): Promise<Cluster> {
  await makeRooms(databaseUrl, 1);
  const viewers = start<Viewers>("load/viewers.ts");
  const servers = [];
  for (let index = 0; index < processes; index++) {
    const { server, client } = await openPeer("socket-io", databaseUrl, processes > 1 ? redisUrl : null);
    await viewers.call("open", { client, count: count / processes, atOnce: 100, samples: SAMPLES / processes });
    servers.push(server);
  }
  return { viewers, servers: servers as never };
}
