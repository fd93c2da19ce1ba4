import { shareToken } from "../../../server/src/guests/share-link.ts";
import { startRedis } from "../../../torture/src/processes/redis.ts";
import type { Build } from "../builds.ts";
import type { Crowd } from "../load/crowd.ts";
import { start, type Process } from "../processes.ts";
import { HEADERS, SECRET } from "../product.ts";
import { interleave, type Variant, variant } from "../rounds.ts";
import type { Part, Table } from "../result.ts";
import type { AnswerServer, AnswerServerWay } from "../servers/answer-server.ts";
import { ask } from "../servers/sql.ts";
import type { Turnout } from "../servers/turnout.ts";
import { wanted, type Scenario, type Setting } from "../setting.ts";
import { startWholeServer } from "../whole-server.ts";
import { linksOf } from "./arrival.ts";
import { settle } from "./database-state.ts";
import { judge, SEATS } from "./rsvp-rush.ts";

const GUESTS = 2_000;
const links = ["personal link", "share link"] as const;
type Link = (typeof links)[number];

/** What answers, and how a crowd gets to it anew in each round. */
interface Stage {
  name: string;
  part: Part;
  port: number;
  /** Processor time that it has used (µs). */
  cpu(): number | Promise<number>;
  gather(link: Link, guests: number): Promise<{ links: string[]; path: string; outcome: string | null; going: () => Promise<Set<string>> }>;
  close(): Promise<unknown>;
}

export const rushOverHttp: Scenario = {
  title: "Everybody wants a seat, over HTTP",
  about: `All guests open their links at the same moment, and then all say yes at the same moment, for ${SEATS} seats, each for the first time, over a connection and from a network of their own. Turnout is the server as it is run, behind a proxy it trusts, with its real limits; each guest then reads the event to know whether they have a seat. The others say so in the reply, and have links, visits and answers alone. "Knows" is until 99 % and the last know; "out of order" and "bumped" as in "Everybody wants a seat", in the order in which the answers were sent.`,
  async run(setting) {
    const guests = setting.quick ? 600 : GUESTS;
    const redis = setting.quick ? null : await startRedis();
    const stages = await openStages(setting, redis?.url ?? null);
    const crowd = start<Crowd>("load/crowd.ts");
    const tables: Table[] = [];
    const broken: string[] = [];
    try {
      for (const link of links) {
        const variants = stages.map((stage) => variantOf(stage, crowd, { link, guests, broken }));
        const about = `${guests.toLocaleString("en")} guests by ${link}, ${SEATS} seats`;
        tables.push(await interleave({ setting: about, headline: "answers/s", better: "more" }, setting.rounds, variants));
      }
    } finally {
      await crowd.stop();
      for (const { close } of stages) await close();
      await redis?.stop();
    }
    return { tables, broken };
  },
};

function variantOf(
  stage: Stage,
  crowd: Process<Crowd>,
  { link, guests, broken }: { link: Link; guests: number; broken: string[] },
): Variant {
  const { name, part, port, cpu } = stage;
  return variant(name, part, async () => {
    const gathered = await stage.gather(link, guests);
    const { path, outcome } = gathered;
    const arrived = await crowd.call("arrive", { port, links: gathered.links, headers: HEADERS });
    const before = await cpu();
    const answered = await crowd.call("answer", { path, headers: HEADERS, isNew: link === "share link", outcome });
    const used = (await cpu()) - before;
    const going = await gathered.going();
    const judged = judge({ decided: answered.decided.map(({ seq, guestId }) => ({ order: seq, going: going.has(guestId) })) });
    if (part !== "peer" && judged.oversold > 0) broken.push(`${name}, by ${link}: oversold ${judged.oversold}`);
    return {
      "answers/s": (guests / answered.answeredIn) * 1_000,
      "p99 ms": answered.p99,
      "knows p99 ms": answered.knew,
      "last knows ms": answered.ms,
      "CPU µs": used / guests,
      "links/s": (guests / arrived.ms) * 1_000,
      ...judged,
      failed: arrived.failed + answered.failed,
      "load CPU %": answered.load,
    };
  });
}

async function openStages(setting: Setting, redisUrl: string | null): Promise<Stage[]> {
  const { builds, databaseUrl } = setting;
  const stages: Stage[] = [];
  for (const build of builds) stages.push(await openProduct(build));
  if (redisUrl) stages.push(await openProduct({ ...builds[0]!, name: "Turnout, limits in Redis", part: "limit" }, redisUrl));
  const peers: [name: string, way: AnswerServerWay][] = [
    ["Fastify + pg: FOR UPDATE", "lock"],
    ["Fastify + pg-boss", "queue"],
  ];
  for (const { part, name, way } of wanted(
    setting,
    peers.map(([name, way]) => ({ name, way, part: "peer" as const })),
  ))
    stages.push({ name, part, ...(await openPeer(databaseUrl, way)) });
  return stages;
}

async function openProduct({ name, part, folder, databaseUrl }: Build, redisUrl: string | null = null): Promise<Stage> {
  const maker = start<Turnout>("servers/turnout.ts", [], folder);
  await maker.call("listen", databaseUrl);
  const server = await startWholeServer(folder, { DATABASE_URL: databaseUrl, ...(redisUrl && { REDIS_URL: redisUrl }) });
  return {
    name,
    part,
    port: server.port,
    cpu: server.cpu,
    async gather(link, guests) {
      const { eventId } = await maker.call("makeRoom", link === "personal link" ? guests : 1, 1);
      await ask(databaseUrl, ["update events set capacity = $2 where id = $1"], [eventId, SEATS]);
      const opened = link === "personal link" ? await linksOf(databaseUrl, eventId) : null;
      await settle(databaseUrl);
      const share = `/j/${shareToken(SECRET, eventId, 1)}`;
      return {
        links: opened ?? Array.from({ length: guests }, () => share),
        path: `/api/events/${eventId}/rsvp`,
        outcome: `/api/events/${eventId}`,
        going: () => idsOf(databaseUrl, "select id from guests where standing = 'going' and event_id = $1", [eventId]),
      };
    },
    close: () => Promise.all([maker.stop(), server.stop()]),
  };
}

async function openPeer(databaseUrl: string, way: AnswerServerWay): Promise<Omit<Stage, "name" | "part">> {
  const server = start<AnswerServer>("servers/answer-server.ts");
  const port = await server.call("listen", databaseUrl, way);
  return {
    port,
    cpu: async () => (await server.usage()).cpu,
    async gather(link, guests) {
      await server.call("gather", guests, SEATS);
      return {
        links: Array.from({ length: guests }, (_, guest) => `/${link[0]}/${guest}`),
        path: "/rsvp",
        outcome: null,
        going: () => idsOf(databaseUrl, "select guest::text as id from bench_answers where going"),
      };
    },
    close: () => server.stop(),
  };
}

async function idsOf(databaseUrl: string, statement: string, values: unknown[] = []): Promise<Set<string>> {
  return new Set((await ask<{ id: string }>(databaseUrl, [statement], values)).map(({ id }) => id));
}
