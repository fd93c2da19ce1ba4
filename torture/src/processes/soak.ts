import { setTimeout as sleep } from "node:timers/promises";
import { recordFigures } from "../ledger.ts";
import { forgetLines } from "./ask.ts";
import { startCluster } from "./cluster.ts";
import { endOnSignals } from "./end-on-signals.ts";
import { startLife } from "./life.ts";
import { sizeOf, slope } from "./process-size.ts";
import { toldOf } from "./told.ts";

/** How often sizes are taken (ms), and the share of the time that is left out at the start: caches fill, code is compiled. */
const STEP = 10_000;
const WARMING = 0.25;
const HOUR = 3_600_000;
/** What a server may grow by in an hour, once warm: memory in MiB, and handles. */
const MOST = { memory: 64, handles: 30 };
const plan = { guests: 40, mailed: 5, visitors: 5, capacity: 30, waitlistRule: "fillGaps", visibility: "link" } as const;

/** Ordinary life without faults, for so long; tells how memory and handles of each server grow. */
export async function soak(minutes: number, record: boolean, say: (line: string) => void): Promise<number> {
  const cluster = await startCluster({ servers: 2, seed: "soak" });
  const forgetSignals = endOnSignals(() => cluster.stop());
  const samples = cluster.nodes.map((): { x: number; memory: number; handles: number }[] => []);
  const total = { commands: 0, acknowledged: 0, unknown: 0 };
  try {
    const life = await startLife({ cluster, seed: "soak", plan, withHosts: true, reads: ({ random }) => random.chance(0.5) });
    const { recorder } = life;
    const begun = recorder.now();
    while (recorder.now() - begun < minutes * 60_000) {
      await sleep(STEP);
      const told = toldOf(recorder.records.splice(0));
      for (const key of ["commands", "acknowledged", "unknown"] as const) total[key] += told[key];
      recorder.acknowledged.length = 0;
      const x = recorder.now() - begun;
      for (const [index, { server }] of cluster.nodes.entries()) samples[index]!.push({ x, ...sizeOf(server.pid()!) });
      say(
        `${Math.round(x / 1_000)} s: ${total.commands} commands; ${samples.map((some) => `${Math.round(some.at(-1)!.memory)} MiB, ${some.at(-1)!.handles} handles`).join("; ")}`,
      );
    }
    await life.stop();
  } finally {
    forgetSignals();
    forgetLines();
    await cluster.stop();
  }
  const servers = samples.map((all) => {
    const settled = all.slice(Math.floor(all.length * WARMING));
    const perHour = (key: "memory" | "handles") => Math.round(slope(settled.map((one) => ({ x: one.x, y: one[key] }))) * HOUR * 10) / 10;
    return { memory: perHour("memory"), handles: perHour("handles"), looks: settled.length };
  });
  for (const [index, { memory, handles, looks }] of servers.entries()) {
    say(`server ${index + 1}: memory ${memory} MiB an hour, handles ${handles} an hour, over the last ${looks} looks`);
  }
  say(`${total.commands} commands, ${total.acknowledged} acknowledged, ${total.unknown} unknown`);
  if (record) recordFigures("soak", { minutes, ...total, limit: MOST, servers });
  return servers.some(({ memory, handles }) => memory > MOST.memory || handles > MOST.handles) ? 1 : 0;
}
