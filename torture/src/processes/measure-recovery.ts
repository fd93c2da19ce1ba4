import { setTimeout as sleep } from "node:timers/promises";
import { recordFigures } from "../ledger.ts";
import { withCluster, type Cluster } from "./cluster.ts";
import { startActivity, type Activity } from "./activity.ts";
import { injectFaults } from "./fault-injection.ts";
import type { FaultKind } from "./fault-kinds.ts";
import { type Recovery, recoveryTable, summarized } from "./figures.ts";

/** How long activity goes on in between (ms). */
const BETWEEN = 1_500;
/** What has not recovered by then has not recovered (ms). */
const PATIENCE = 60_000;
/** What a recovery may take, 99 of 100 times (ms): somebody waits for that long, and then tries no more. */
const MOST = 10_000;
const plan = { guests: 24, mailed: 0, visitors: 0, capacity: 20, waitlistRule: "strict", visibility: "link" } as const;

/** Kills a server, PostgreSQL and Redis in turns under load, and tells how long it takes until all goes on. */
export async function measureRecovery(kills: number, record: boolean, say: (line: string) => void): Promise<number> {
  const all: Recovery[] = [];
  await withCluster({ servers: 2, seed: "recovery" }, async (cluster) => {
    const activity = await startActivity({ cluster, seed: "recovery", plans: [plan], withHosts: false, reads: () => true });
    await sleep(BETWEEN);
    for (let kill = 0; kill < kills; kill++) {
      for (const kind of ["kill server", "kill postgres", "kill redis"] as const) {
        if (kind === "kill redis" && !cluster.redis) continue;
        all.push(...(await killOnce(cluster, activity, kind, kill % cluster.nodes.length)));
        await Promise.all(cluster.nodes.map(({ server }) => server.untilUp()));
        await sleep(BETWEEN);
        activity.recorder.records.length = activity.recorder.acknowledged.length = 0;
      }
      say(`${kill + 1}/${kills}`);
    }
    await activity.stop();
  });
  const kinds = summarized(all);
  say(`\n${recoveryTable(kinds)}`);
  if (record) await recordFigures("recovery", { kills, limit: MOST, kinds });
  return kinds.some(({ p99 }) => p99 > MOST) ? 1 : 0;
}

async function killOnce(cluster: Cluster, { recorder, readers }: Activity, kind: FaultKind, index: number): Promise<Recovery[]> {
  const [killed] = await injectFaults(cluster, recorder, [{ kind, at: 0, lasts: 0, node: index }]);
  const { since, node } = killed!;
  const first = await until(() => recorder.acknowledged.find(({ asked }) => asked >= since));
  const there = node === null ? null : until(() => recorder.acknowledged.find((one) => one.asked >= since && one.node === node));
  await until(() => readers.every((reader) => (reader.position() ?? 0) >= first.seq));
  const arrived = recorder.now();
  const result = [
    { kind: `${kind}: a command`, ms: Math.round(first.at - since) },
    { kind: `${kind}: all ${readers.length} readers`, ms: Math.round(arrived - since) },
  ];
  if (there) result.push({ kind: "kill server: by that server", ms: Math.round((await there).at - since) });
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
