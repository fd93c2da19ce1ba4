import { setTimeout as sleep } from "node:timers/promises";
import { recordFigures } from "../ledger.ts";
import { forgetLines } from "./ask.ts";
import { startCluster, type Cluster } from "./cluster.ts";
import { endOnSignals } from "./end-on-signals.ts";
import { startLife, type Life } from "./life.ts";
import { recoveryTable, summarized, type Recovery } from "./recovery.ts";

/** How long life goes on in between (ms). */
const BETWEEN = 1_500;
/** What has not recovered by then has not recovered (ms). */
const PATIENCE = 60_000;
/** What a recovery may take, 99 of 100 times (ms): somebody waits for that long, and then tries no more. */
const MOST = 10_000;
const plan = { guests: 24, mailed: 0, visitors: 0, capacity: 20, waitlistRule: "strict", visibility: "link" } as const;

/** Kills a server, PostgreSQL and Redis in turns under load, and tells how long it takes until all goes on. */
export async function measureRecovery(kills: number, record: boolean, say: (line: string) => void): Promise<number> {
  const cluster = await startCluster({ servers: 2, seed: "recovery" });
  const forgetSignals = endOnSignals(() => cluster.stop());
  const all: Recovery[] = [];
  try {
    const life = await startLife({ cluster, seed: "recovery", plan, withHosts: false, reads: () => true });
    await sleep(BETWEEN);
    for (let kill = 0; kill < kills; kill++) {
      for (const what of ["server", "PostgreSQL", "Redis"] as const) {
        if (what === "Redis" && !cluster.redis) continue;
        all.push(...(await killOnce(cluster, life, what, kill % cluster.nodes.length)));
        await Promise.all(cluster.nodes.map(({ server }) => server.untilUp()));
        await sleep(BETWEEN);
        life.recorder.records.length = life.recorder.acknowledged.length = 0;
      }
      say(`${kill + 1}/${kills}`);
    }
    await life.stop();
  } finally {
    forgetSignals();
    forgetLines();
    await cluster.stop();
  }
  say(`\n${recoveryTable(all)}`);
  const kinds = summarized(all);
  if (record) recordFigures("recovery", { kills, limit: MOST, kinds });
  return kinds.some(({ p99 }) => p99 > MOST) ? 1 : 0;
}

async function killOnce(cluster: Cluster, { recorder, readers }: Life, what: string, index: number): Promise<Recovery[]> {
  const { postgres, redis, nodes } = cluster;
  const since = recorder.now();
  if (what === "server") await nodes[index]!.server.kill();
  if (what === "PostgreSQL") {
    await postgres.kill();
    await postgres.ensureRunning();
  }
  if (what === "Redis") {
    await redis!.kill();
    await redis!.ensureRunning();
  }
  const first = await until(() => recorder.acknowledged.find(({ asked }) => asked >= since));
  const there = what === "server" ? until(() => recorder.acknowledged.find(({ asked, node }) => asked >= since && node === index)) : null;
  await until(() => readers.every((reader) => (reader.position() ?? 0) >= first.seq));
  const arrived = recorder.now();
  const result = [
    { kind: `${what} killed: a command`, ms: Math.round(first.at - since) },
    { kind: `${what} killed: all ${readers.length} readers`, ms: Math.round(arrived - since) },
  ];
  if (there) result.push({ kind: "server killed: by that server", ms: Math.round((await there).at - since) });
  return result;
}

async function until<Value>(look: () => Value | undefined | false): Promise<Value> {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error("it did not recover");
    await sleep(5);
  }
}
