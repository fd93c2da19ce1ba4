import { startRedis } from "../../../torture/src/processes/redis.ts";
import { turnoutClient } from "../client-options.ts";
import type { Build } from "../builds.ts";
import type { HttpLoad } from "../load/http.ts";
import type { Moving } from "../load/moving.ts";
import { start, type Process } from "../processes.ts";
import { HEADERS } from "../product.ts";
import { interleave, progress, variant } from "../rounds.ts";
import { ask } from "../servers/sql.ts";
import type { Turnout } from "../servers/turnout.ts";
import type { Scenario } from "../setting.ts";
import { startWholeServer } from "../whole-server.ts";
import { answerRequest } from "./answer-request.ts";
import { settle } from "./database-state.ts";

const VIEWERS = 10_000;
/** Requests for the event to the new processes, and answers, a second. */
const [READS, ANSWERS] = [50, 5];
/** How long it is quiet first, and what of that is not counted (s). */
const [QUIET, WARM_UP] = [6, 3];
/** How long viewers may take to be back (ms). */
const PATIENCE = 60_000;
/** Connections that a viewer has while they move. */
const WHILE_MOVING = 1.6;

export const deploy: Scenario = {
  title: "A deploy under viewers",
  about: `Two processes with all viewers between them are replaced: two new ones are up, then the old ones are ended one after the other, as a rolling restart does. ${ANSWERS} answers a second change the event, and ${READS} requests a second read it from the new processes, before and meanwhile. "Caught up" is from the end of the last old process until every viewer has followed the event to where it stood then; "p99 is" how many times the p99 of the reads was that of before.`,
  async run({ builds, quick, rounds, maxConnections }) {
    const redis = await startRedis();
    if (!redis) {
      process.stderr.write("  left out: there is no redis-server here\n");
      return { tables: [], broken: [] };
    }
    const count = quick ? 200 : Math.min(VIEWERS, Math.floor(maxConnections / WHILE_MOVING));
    const broken: string[] = [];
    const [moving, reading, answering] = [
      start<Moving>("load/moving.ts"),
      start<HttpLoad>("load/http.ts"),
      start<HttpLoad>("load/http.ts"),
    ];
    try {
      const load = { moving, reading, answering };
      const variants = builds.map((build) =>
        variant(build.name, build.part, async () => {
          const { gaps, isBack, ...figures } = await replaced(build, redis.url, { count, quick, load });
          if (gaps > 0) broken.push(`${build.name}: ${gaps} gaps`);
          if (!isBack) broken.push(`${build.name}: not everybody was back within ${PATIENCE / 1_000} s`);
          return figures;
        }),
      );
      const about = { setting: `${count.toLocaleString("en")} viewers`, headline: "caught up s", better: "less" } as const;
      return { tables: [await interleave(about, rounds, variants)], broken };
    } finally {
      for (const process of [moving, reading, answering]) await process.stop();
      await redis.stop();
    }
  },
};

interface Surroundings {
  count: number;
  quick: boolean;
  load: { moving: Process<Moving>; reading: Process<HttpLoad>; answering: Process<HttpLoad> };
}

async function replaced({ name, folder, databaseUrl }: Build, redisUrl: string, { count, quick, load }: Surroundings) {
  const { moving, reading, answering } = load;
  const maker = start<Turnout>("servers/turnout.ts", [], folder);
  await maker.call("listen", databaseUrl);
  const room = await maker.call("makeRoom", count, 1);
  await maker.stop();
  await settle(databaseUrl);
  const open = () => startWholeServer(folder, { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl });
  const [old, fresh] = [
    [await open(), await open()],
    [await open(), await open()],
  ];
  const ports = fresh.map(({ port }) => port);
  try {
    progress(`opening ${count} viewers · ${name}`);
    const { eventId, epoch, head, cookies } = room;
    const ownHeaders = cookies.map((cookie, at) => `${cookie}X-Forwarded-For: 10.1.${at >> 8}.${at & 255}\r\n`);
    const client = turnoutClient(0, room);
    await moving.call("open", { client, follow: { eventId, epoch }, head, ownHeaders, ports: old.map(({ port }) => port) });
    const answers = cookies.map((cookie) => answerRequest(eventId, cookie, "maybe"));
    await answering.call("begin", { port: ports[0]!, requests: answers, rate: ANSWERS, connections: 4 });
    const reads = [`GET /api/events/${eventId} HTTP/1.1\r\n${HEADERS}${cookies[0]!}\r\n`];
    const asking = { port: ports[1]!, requests: reads, rate: READS, connections: 16 };
    const [seconds, warmUp] = quick ? [0.5, 0.2] : [QUIET, WARM_UP];
    const quiet = await reading.call("send", { ...asking, seconds, warmUp });

    await moving.call("goTo", ports);
    await reading.call("begin", asking);
    const began = Date.now();
    for (const server of old) await server.stop();
    const ended = Date.now();
    const [stood] = await ask<{ log_seq: number }>(databaseUrl, ["select log_seq from events where id = $1"], [eventId]);
    const back = await moving.call("caughtUp", stood!.log_seq, PATIENCE);
    const meanwhile = await reading.call("end");
    const answered = await answering.call("end");
    return {
      "caught up s": back.isBack ? Math.max(0, back.at - ended) / 1_000 : NaN,
      "old ended in s": (ended - began) / 1_000,
      "p99 is": meanwhile.p99 / quiet.p99,
      "p99 ms": meanwhile.p99,
      "quiet p99 ms": quiet.p99,
      failed: meanwhile.failed + answered.failed,
      "cut off": back.cutOff,
      refused: back.refused,
      "load CPU %": back.cpu / (back.at - began) / 10,
      gaps: back.gaps,
      isBack: back.isBack,
    };
  } finally {
    await moving.call("leave");
    for (const server of fresh) await server.stop();
  }
}
