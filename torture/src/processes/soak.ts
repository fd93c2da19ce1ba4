import { setTimeout as sleep } from "node:timers/promises";
import { recordFigures } from "../ledger.ts";
import { withCluster } from "./cluster.ts";
import { startActivity } from "./activity.ts";
import { sizeOf, slope, summaryOf } from "./figures.ts";

/** How often sizes are taken (ms), and the share of the time that is left out at the start: caches fill, code is compiled. */
const STEP = 10_000;
const WARMING = 0.25;
const HOUR = 3_600_000;
/** How long people live at one event before they go on to the next (ms). */
const LIFE = 30_000;
/** What a server may grow by in an hour, once warm: memory in MiB, and handles. */
const MOST = { memory: 64, handles: 30 };
const plan = { guests: 40, mailed: 5, visitors: 5, capacity: 30, waitlistRule: "fillGaps", visibility: "link" } as const;

/** Ordinary activity without faults, for so long; tells how memory and handles of each server grow. */
export async function soak(minutes: number, record: boolean, say: (line: string) => void): Promise<number> {
  const samples: { x: number; memory: number; handles: number }[][] = [[], []];
  const total = { commands: 0, acknowledged: 0, unknown: 0 };
  await withCluster({ servers: 2, seed: "soak" }, async (cluster) => {
    const begun = performance.now();
    const end = begun + minutes * 60_000;
    // Guests leave for good and hosts close the conversation: each event is a lively one for a while only.
    for (let event = 0; performance.now() < end; event++) {
      const activity = await startActivity({
        cluster,
        seed: `soak ${event}`,
        plans: [plan],
        withHosts: true,
        reads: ({ random }) => random.chance(0.5),
      });
      const until = Math.min(end, performance.now() + LIFE);
      while (performance.now() < until) {
        await sleep(STEP);
        const x = performance.now() - begun;
        for (const [index, { server }] of cluster.nodes.entries()) samples[index]!.push({ x, ...sizeOf(server.pid()!) });
      }
      await activity.stop();
      const summary = summaryOf(activity.recorder.records);
      for (const key of ["commands", "acknowledged", "unknown"] as const) total[key] += summary[key];
      const sizes = samples.map((some) => `${Math.round(some.at(-1)!.memory)} MiB, ${some.at(-1)!.handles} handles`);
      say(
        `${Math.round((performance.now() - begun) / 1_000)} s: ${total.commands} commands, ${total.acknowledged} acknowledged; ${sizes.join("; ")}`,
      );
    }
  });
  const servers = samples.map((all) => {
    const settled = all.slice(Math.floor(all.length * WARMING));
    const perHour = (key: "memory" | "handles") => Math.round(slope(settled.map((one) => ({ x: one.x, y: one[key] }))) * HOUR * 10) / 10;
    return { memory: perHour("memory"), handles: perHour("handles"), looks: settled.length };
  });
  for (const [index, { memory, handles, looks }] of servers.entries()) {
    say(`server ${index + 1}: memory ${memory} MiB an hour, handles ${handles} an hour, over the last ${looks} looks`);
  }
  say(`${total.commands} commands, ${total.acknowledged} acknowledged, ${total.unknown} unknown`);
  if (record) await recordFigures("soak", { minutes, ...total, limit: MOST, servers });
  const grew = servers.some(({ memory, handles }) => memory > MOST.memory || handles > MOST.handles);
  // Without faults everybody is answered; and where most is refused, it was no ordinary activity.
  return grew || total.unknown > 0 || total.acknowledged < total.commands / 2 ? 1 : 0;
}
