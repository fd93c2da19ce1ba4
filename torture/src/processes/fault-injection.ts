import { setTimeout as sleep } from "node:timers/promises";
import type { Recorder } from "../recorder.ts";
import type { Cluster } from "./cluster.ts";
import { faults } from "./fault-kinds.ts";
import type { PlannedFault } from "./fault-plan.ts";

/** A fault that was: recovery counts from `since`, and is through one process, or, with null, through any. */
export interface Happened {
  kind: string;
  since: number;
  node: number | null;
}

/** Breaks and mends as planned; resolves when all is over. */
export async function injectFaults(cluster: Cluster, recorder: Recorder, planned: PlannedFault[]): Promise<Happened[]> {
  const happened: Happened[] = [];
  const inject = async (fault: PlannedFault) => {
    await sleep(fault.at);
    happened.push(await injectOne(cluster, recorder, fault));
  };
  await Promise.all(planned.map(inject));
  return happened;
}

async function injectOne(cluster: Cluster, recorder: Recorder, fault: PlannedFault): Promise<Happened> {
  const { begin, mend, target, isOfOne } = faults[fault.kind];
  const node = cluster.nodes[fault.node]!;
  const place = { ...cluster, ...node, fault };
  const kind = fault.network ? `${fault.kind}: ${fault.network.kind}` : fault.kind;
  const record = { kind: "fault", fault: kind, target: target ?? node.server.name } as const;
  const begun = recorder.add({ ...record, phase: "begin" });
  await begin(place);
  await sleep(fault.lasts);
  await mend?.(place);
  const ended = recorder.add({ ...record, phase: "end" });
  return { kind, since: /^(kill|fail over)/.test(kind) ? begun : ended, node: isOfOne ? fault.node : null };
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
