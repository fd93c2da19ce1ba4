import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startServer } from "../../e2e/src/support/server-process.ts";
import { withClient } from "../../server/src/db/content.ts";
import { freePort } from "../../server/src/free-port.ts";
import { endChild, startChild } from "../../server/src/testing/child-process.ts";
import { gather, type Gathering } from "../load/journey.ts";
import { ORIGIN } from "../load/visitor.ts";
import { SCOPE, startMembers, urlFor, type Members } from "../zones/members.ts";
import { openZones } from "../zones/network.ts";
import { watchLeader } from "../zones/witness.ts";
import { keptOf, startWrites, type Kept, type Writes } from "./writes.ts";

const root = resolve(import.meta.dirname, "../..");
const ZONES = 3;
/** Messages per second. */
const RATE = 100;
const GUESTS = 40;
/** How long is written before a zone is cut off, and how long it stays so (ms): longer than anybody waits for it. */
const BEFORE = 5_000;
const AWAY = 25_000;
/** How long writes may take to come back until the drill gives up (ms). */
const PATIENCE = 60_000;

/** Which way the leader's zone is lost: to everybody, or to the other zones, while people still reach it. */
export type Way = "gone" | "reached by people only";

export interface ZoneLoss {
  acknowledged: number;
  /** The longest time in which nothing was acknowledged (ms). */
  gap: number;
  /** What became of the writes, after the zone was back and all members followed one leader again. */
  kept: Kept;
  /** Members whose messages are not the same as the leader's. */
  different: number;
  hasNewLeader: boolean;
}

export interface ZoneDrill {
  /** Loses the leader's zone under writes, and gives it back. */
  loseLeader(way: Way): Promise<ZoneLoss>;
  /** Whether a write waits for a second member. */
  setSynchronous(is: boolean): Promise<void>;
  close(): Promise<void>;
}

/** A database of three members in three zones, a way to the one that is written to, a witness, and the product on it. */
export async function openZoneDrill(): Promise<ZoneDrill> {
  const opened: (() => Promise<unknown> | void)[] = [];
  const close = async () => {
    for (const one of opened.splice(0).toReversed()) await one();
  };
  try {
    const { zones, close: closeZones } = openZones(ZONES);
    opened.push(closeZones);
    const cluster = await startMembers(zones);
    opened.push(() => cluster.close());
    const place = `127.0.0.1:${await freePort()}`;
    const addresses = Object.fromEntries(zones.map(({ address }, at) => [`MEMBER_${at + 1}`, address]));
    const env = { PATH: process.env.PATH, BIND: place, ...addresses };
    const haproxy = startChild("haproxy", ["-db", "-f", join(root, "deploy/edge/postgres.cfg")], { env, stdio: "ignore" });
    opened.push(() => endChild(haproxy, "SIGKILL"));
    const watching = new AbortController();
    const watch = watchLeader({ etcd: cluster.etcd, scope: SCOPE, tell: (what) => console.log(`  ${what}`) }, watching.signal);
    opened.push(async () => {
      watching.abort();
      await watch;
    });
    await untilConnected(urlFor(place));
    const settings = { DATABASE_URL: urlFor(place), PUBLIC_URL: ORIGIN, SECRET: "0".repeat(64), LOG_LEVEL: "fatal" };
    const server = await startServer(settings, root);
    opened.push(() => server.close());
    const gathering = await gather(new URL(server.url).host.replace("localhost", "127.0.0.1"), GUESTS);
    return {
      loseLeader: (way) => lose(cluster, gathering, way),
      setSynchronous: (is) => cluster.configure({ synchronous_mode: is, synchronous_mode_strict: is }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function lose(cluster: Members, gathering: Gathering, way: Way): Promise<ZoneLoss> {
  const leader = await cluster.untilWhole();
  const { zone } = cluster.members[leader]!;
  const writes = startWrites(gathering, RATE);
  try {
    await sleep(BEFORE);
    if (way === "gone") zone.cutOff();
    else zone.cutOffFromOthers();
    const cutAt = Date.now();
    await sleep(AWAY);
    await untilAcknowledgedAfter(writes, cutAt + 1_000);
  } finally {
    zone.heal();
  }
  const next = await cluster.untilWhole();
  await writes.untilNext(PATIENCE);
  await writes.stop();
  await cluster.untilWhole();
  const kept = await keptOf(writes, cluster.members[next]!.url, gathering.eventId);
  return {
    acknowledged: writes.acknowledged.length,
    gap: longestGap(writes),
    kept,
    different: await differentFrom(cluster, next),
    hasNewLeader: next !== leader,
  };
}

async function untilAcknowledgedAfter({ acknowledged, failed }: Writes, moment: number) {
  for (const deadline = Date.now() + PATIENCE; (acknowledged.at(-1)?.at ?? 0) < moment; await sleep(50))
    if (Date.now() > deadline) throw new Error(`nothing was acknowledged within ${PATIENCE / 1_000} s: ${failed.at(-1)}`);
}

function longestGap({ acknowledged }: Writes): number {
  const times = acknowledged.map(({ at }) => at).toSorted((one, other) => one - other);
  return Math.max(...times.slice(1).map((at, before) => at - times[before]!));
}

/** Each member asked by itself, once it has all that the leader had. */
async function differentFrom({ members }: Members, leader: number): Promise<number> {
  const position = await ask(members[leader]!.url, "select pg_current_wal_flush_lsn()::text as value");
  const sums = members.map(async ({ url }, at) => {
    const has = `select (pg_last_wal_replay_lsn() >= '${position}')::text as value`;
    for (const deadline = Date.now() + PATIENCE; at !== leader && (await ask(url, has)) !== "true"; await sleep(100))
      if (Date.now() > deadline) throw new Error("a member does not catch up");
    return ask(url, "select count(*) || ' ' || coalesce(sum(hashtextextended(m::text, 0)), 0) as value from messages m");
  });
  const [expected, ...others] = [await sums[leader]!, ...(await Promise.all(sums))];
  return others.filter((sum) => sum !== expected).length;
}

const ask = (url: string, statement: string) =>
  withClient(url, async (client) => (await client.query<{ value: string }>(statement)).rows[0]!.value);

async function untilConnected(url: string) {
  for (const deadline = Date.now() + PATIENCE; ; await sleep(200)) {
    const isThere = await ask(url, "select 'yes' as value").catch((error: Error) => error.message);
    if (isThere === "yes") return;
    if (Date.now() > deadline) throw new Error(`no way to the database: ${isThere}`);
  }
}
