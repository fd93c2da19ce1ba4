import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster, Node } from "./cluster.ts";
import type { PlannedFault } from "./fault-plan.ts";
import type { FaultProxy } from "./fault-proxy.ts";
import type { NetworkFault } from "./network-fault.ts";
import { addColumns, removeColumns } from "./migrate-under-load.ts";
import type { Recorder } from "../recorder.ts";

/** A fault that was: recovery counts from `since`, and is through one process, or, with null, through any. */
export interface Happened {
  kind: string;
  since: number;
  node: number | null;
}

/** Breaks and mends as planned; resolves when all is over. */
export async function injectFaults(cluster: Cluster, recorder: Recorder, faults: PlannedFault[]): Promise<Happened[]> {
  const happened: Happened[] = [];
  await Promise.all(
    faults.map(async (fault) => {
      await sleep(fault.at);
      happened.push(await injectOne(cluster, recorder, fault));
    }),
  );
  return happened;
}

async function injectOne(cluster: Cluster, recorder: Recorder, fault: PlannedFault): Promise<Happened> {
  const { kind, lasts } = fault;
  const node = cluster.nodes[fault.node]!;
  const label = kind.endsWith("network") ? `${kind}: ${fault.network!.kind}` : kind;
  const target = targetOf(fault, node);
  const begun = recorder.add({ kind: "fault", fault: label, phase: "begin", target });
  const isKill = /^(kill|fail over)/.test(kind);
  const mend = await breakIt(cluster, node, fault);
  await sleep(lasts);
  await mend();
  const ended = recorder.add({ kind: "fault", fault: label, phase: "end", target });
  const isOfOne = /server|front|postgres network|clock/.test(kind);
  return { kind: label, since: isKill ? begun : ended, node: isOfOne ? fault.node : null };
}

function targetOf({ kind }: PlannedFault, { server }: Node): string {
  if (/^(kill|pause) postgres|fail over|disk|migration/.test(kind)) return "postgres";
  if (/^(kill|flush) redis/.test(kind)) return "redis";
  return kind === "rolling restart" ? "all servers" : server.name;
}

/** Breaks one thing, and returns how to mend it. */
async function breakIt(cluster: Cluster, node: Node, fault: PlannedFault): Promise<() => Promise<void> | void> {
  const { postgres, redis, nodes } = cluster;
  const { server } = node;
  switch (fault.kind) {
    case "kill server":
      await server.kill();
      return () => {}; // its supervisor starts it again
    case "pause server":
      server.pause();
      return () => server.resume();
    case "rolling restart":
      for (const { server: one } of nodes) {
        one.resume();
        await one.restart();
        await one.untilUp().catch(() => {});
      }
      return () => {};
    case "clock":
      server.setClock(fault.clock!);
      return () => server.setClock("+0");
    case "kill postgres":
      await postgres.kill();
      return () => postgres.ensureRunning();
    case "pause postgres":
      postgres.pause();
      return () => postgres.resume();
    case "fail over":
      await postgres.failOver();
      return () => postgres.ensureFollowed();
    case "disk full":
      postgres.fillDisk();
      return async () => {
        postgres.freeDisk();
        await postgres.ensureRunning();
      };
    case "migration":
      await addColumns(postgres);
      return () => removeColumns(postgres);
    case "kill redis":
      await redis?.kill();
      return () => redis?.ensureRunning();
    case "flush redis":
      await redis?.flush();
      return () => {};
    case "front network":
      return disturb(node.front, fault.network!);
    case "postgres network":
      return disturb(node.toPostgres, fault.network!);
    case "redis network":
      return node.toRedis ? disturb(node.toRedis, fault.network!) : () => {};
  }
}

/** Of two faults on one network the later one holds, until either is over. */
function disturb(proxy: FaultProxy, network: NetworkFault): () => void {
  proxy.set(network);
  return () => proxy.set({ kind: "none" });
}

/** Everything as it should be, whatever was broken. */
export async function heal({ postgres, redis, nodes }: Cluster): Promise<void> {
  postgres.freeDisk();
  postgres.resume();
  await postgres.ensureRunning();
  await postgres.ensureFollowed();
  await redis?.ensureRunning();
  for (const { server, front, toPostgres, toRedis } of nodes) {
    server.resume();
    server.setClock("+0");
    for (const proxy of [front, toPostgres, toRedis]) proxy?.set({ kind: "none" });
  }
  await Promise.all(nodes.map(({ server }) => server.untilUp()));
}
