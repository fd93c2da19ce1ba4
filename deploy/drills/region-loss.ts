import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startServer } from "../../e2e/src/support/server-process.ts";
import { withClient } from "../../server/src/db/content.ts";
import { childrenOf } from "../../server/src/testing/child-process.ts";
import { startFaultProxy } from "../../torture/src/processes/fault-proxy.ts";
import { execute } from "../gates/execute.ts";
import { gather } from "../load/journey.ts";
import { openReaders } from "../load/readers.ts";
import { ORIGIN } from "../load/visitor.ts";
import { startBalancer } from "./balancer.ts";
import { startReplicated } from "./replicated-postgres.ts";
import { startWaitingServer } from "./waiting-server.ts";
import { keptOf, startWrites, type Writes, type Written } from "./writes.ts";

const root = resolve(import.meta.dirname, "../..");
/** Messages per second, each a change of the same event. */
export const RATE = 200;
/** How long is written before the region is cut off (ms). */
const BEFORE = 10_000;
/** How far the second region is: every chunk of the log is so late there (ms). */
const DISTANCE = 20;
/** A guest may post 240 messages in a minute. */
const GUESTS = 80;
const READERS = 20;
/** How long anything may take to come back until the drill gives up (ms). */
const PATIENCE = 120_000;
/** How long the first region is back beside the second (ms). */
const HEALED = 4_000;

export interface RegionLoss {
  /** Acknowledged per second until the region was cut off. */
  rate: number;
  acknowledged: number;
  /** Acknowledged before the cut, and not in the second region. */
  lost: Written[];
  /** From the earliest of them to the cut (ms). */
  lostSpan: number;
  /** Acknowledged after the second region had taken over, and not there: by the first one. */
  split: Written[];
  doubled: number;
  /** From the cut until the next write was acknowledged, and until all open pages were live again (ms). */
  writtenAfter: number;
  liveAfter: number;
  /** Open pages that did not come back, and those that did not load the event anew. */
  gone: number;
  unaware: number;
  isNewEpoch: boolean;
  /** What the command said. */
  said: string;
  /** What it said when the fence failed, and when the first region took changes behind it; and whether the replica was one afterwards. */
  refusals: string[];
  heldBack: boolean;
}

/**
 * Two regions, the second one's database a replica that nobody waits for. Under writes the first one is cut off from everybody, the command
 * fails over, and the first one can be reached again. `hasFence`: whether what is said to be the fence is one.
 */
export async function regionLoss({ hasFence }: { hasFence: boolean }): Promise<RegionLoss> {
  const opened: (() => Promise<unknown>)[] = [];
  try {
    return await lose(opened, hasFence);
  } finally {
    for (const close of opened.toReversed()) await close();
  }
}

async function lose(opened: (() => Promise<unknown>)[], hasFence: boolean): Promise<RegionLoss> {
  const { first, second, stop } = await startReplicated();
  opened.push(stop);
  const shared = { PUBLIC_URL: ORIGIN, SECRET: "0".repeat(64), MAILBOX: "on", TRUSTED_HOPS: "2" };
  const server = await startServer({ ...shared, DATABASE_URL: first.url }, root);
  opened.push(() => server.close());
  const waiting = await startWaitingServer({ ...shared, DATABASE_URL: second.server.url });
  opened.push(() => waiting.stop());
  const wayToFirst = await startFaultProxy({ port: Number(new URL(server.url).port) }, "region");
  opened.push(() => wayToFirst.close());
  const balancer = await startBalancer(join(root, "deploy/edge/haproxy.cfg"), [wayToFirst.port, waiting.port], [0]);
  opened.push(() => balancer.stop());

  const command = (env: Record<string, string>) =>
    execute(process.execPath, ["deploy/ops.ts", "fail-over"], {
      env: { STANDBY_DATABASE_URL: second.server.url, READY_URL: `http://127.0.0.1:${waiting.port}/readyz`, ...env },
    });
  const refused = [await command({ FENCE: "false" }), await command({ FENCE: "true", FIRST_DATABASE_URL: first.url })];
  const heldBack = await isReplica(second.server.url);

  const gathering = await gather(balancer.front, GUESTS);
  const readers = await openReaders(gathering, { folder: root, front: balancer.front, count: READERS });
  opened.push(() => readers.close());
  const epoch = await epochOf(first.url);
  second.line.set({ kind: "delay", ms: DISTANCE });
  const writes = startWrites(gathering, RATE);
  opened.push(() => writes.stop());
  await sleep(BEFORE);

  second.line.set({ kind: "stall" });
  wayToFirst.set({ kind: "halfOpen" });
  const cutAt = Date.now();
  const before = writes.acknowledged.length;
  await balancer.untilDown(0);
  const { code, said } = await command({ FENCE: hasFence ? killing(first.data.folder) : "true" });
  if (code !== 0) throw new Error(said);
  const overAt = Date.now();
  const next = await writes.untilNext(PATIENCE);
  const pages = await readers.untilLive(await positionsAfter(writes, before), PATIENCE);
  const liveAfter = Date.now() - cutAt;

  wayToFirst.set({ kind: "none" });
  await Promise.race([balancer.untilUp(0).catch(() => {}), sleep(HEALED)]);
  await sleep(HEALED);
  await writes.stop();

  const { lost: missing, doubled } = await keptOf(writes, second.server.url, gathering.eventId);
  const lost = missing.filter(({ at }) => at <= cutAt);
  return {
    rate: before / (BEFORE / 1_000),
    acknowledged: writes.acknowledged.length,
    lost,
    lostSpan: Math.max(0, ...lost.map(({ at }) => cutAt - at)),
    split: missing.filter(({ at }) => at > overAt),
    doubled,
    writtenAfter: next.at - cutAt,
    liveAfter,
    gone: pages.filter(({ state, lost: notSeen }) => state !== "live" || notSeen > 0).length,
    unaware: pages.filter(({ reloads }) => reloads === 0).length,
    isNewEpoch: (await epochOf(second.server.url)) !== epoch,
    said: said.trim(),
    refusals: refused.map((one) => one.said.trim()),
    heldBack,
  };
}

/** What a provider's interface does to a machine: its database ends, whatever it is doing. */
function killing(folder: string): string {
  const pid = Number(readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n")[0]);
  return `kill -KILL ${[pid, ...childrenOf(pid)].join(" ")}`;
}

/** Positions that no open page can have seen in the first region, since the second one had not come so far. */
async function positionsAfter({ acknowledged }: Writes, before: number): Promise<number[]> {
  const highest = Math.max(...acknowledged.slice(0, before).map(({ seq }) => seq));
  const beyond = () => acknowledged.slice(before).filter(({ seq }) => seq > highest);
  for (const deadline = Date.now() + PATIENCE; beyond().length < RATE && Date.now() < deadline;) await sleep(50);
  return beyond().map(({ seq }) => seq);
}

const isReplica = (url: string) =>
  withClient(url, async (client) => (await client.query<{ is: boolean }>("select pg_is_in_recovery() as is")).rows[0]!.is);

const epochOf = (url: string) =>
  withClient(url, async (client) => (await client.query<{ epoch: string }>("select epoch::text from life")).rows[0]!.epoch);
