import type { Viewers } from "../load/viewers.ts";
import { type Process } from "../processes.ts";
import type { Part, Table } from "../result.ts";
import { interleave, progress, variant } from "../rounds.ts";
import type { PeerKind } from "../servers/peer.ts";
import { wanted, type Scenario, type Setting } from "../setting.ts";
import { openPeer, openTurnout, openViewers, type OpenServer } from "./open-server.ts";

/** Deliveries of one round, about: enough for a second or two. */
const DELIVERIES = { quick: 20_000, full: 200_000 };

interface Stage extends OpenServer {
  name: string;
  part: Part;
  viewers: Process<Viewers>;
  preFramed: boolean;
}

export const fanOutOne: Scenario = {
  title: "Fan-out, one message at a time",
  about:
    "One message to each of N viewers, and the next when everybody has it, so that none can be sent together; nothing is stored. The limit is a bare socket write of the same kind of bytes.",
  run: (setting) => fanOut(setting, setting.quick ? [100] : [100, 1_000, 5_000], [1]),
};

export const fanOutBatch: Scenario = {
  title: "Fan-out, several messages at a time",
  about: "k messages that came together, to each of 1,000 viewers.",
  run: (setting) => fanOut(setting, [setting.quick ? 100 : 1_000], setting.quick ? [10] : [5, 10, 50]),
};

async function fanOut(setting: Setting, audiences: number[], batches: number[]) {
  const tables: Table[] = [];
  const broken: string[] = [];
  for (const n of audiences) {
    const stages = await openStages(setting, n);
    try {
      for (const k of batches) {
        const variants = stages.map((stage) => variantOf(stage, setting, n, k));
        const about = { setting: `${n.toLocaleString("en")} viewers, k=${k}`, headline: "deliveries/s", better: "more" } as const;
        tables.push(await interleave(about, setting.rounds, variants));
      }
      for (const { name, viewers } of stages) {
        const { gaps, closed } = await viewers.call("counted");
        if (gaps > 0 || closed > 0) broken.push(`${name}, ${n} viewers: ${gaps} gaps, ${closed} cut off`);
      }
    } finally {
      for (const { server, viewers } of stages) await Promise.all([viewers.stop(), server.stop()]);
    }
  }
  return { tables, broken };
}

function variantOf({ name, part, server, viewers, pacing, preFramed }: Stage, { quick }: Setting, n: number, k: number) {
  const rounds = Math.max(20, Math.round(((quick ? DELIVERIES.quick : DELIVERIES.full) * Math.min(4, Math.sqrt(k))) / (n * k)));
  return variant(name, part, async () => {
    await viewers.call("keepPace", { port: pacing, each: n * k });
    const [cpu, loadCpu] = [(await server.usage()).cpu, (await viewers.usage()).cpu];
    const began = performance.now();
    await server.call("fanOut", { rounds, k, ahead: k === 1 ? 1 : 3, preFramed });
    const seconds = (performance.now() - began) / 1000;
    const deliveries = rounds * n * k;
    return {
      "deliveries/s": deliveries / seconds,
      "CPU µs": ((await server.usage()).cpu - cpu) / deliveries,
      "load CPU %": ((await viewers.usage()).cpu - loadCpu) / seconds / 10_000,
    };
  });
}

const others: { name: string; part: Part; kind: PeerKind; preFramed?: boolean }[] = [
  { name: "bare socket write", part: "limit", kind: "raw" },
  { name: "ws.send", part: "peer", kind: "ws" },
  { name: "ws, framed once", part: "peer", kind: "ws", preFramed: true },
  { name: "Socket.IO room", part: "peer", kind: "socket-io" },
];

async function openStages(setting: Setting, n: number): Promise<Stage[]> {
  const stages: Stage[] = [];
  const add = async (name: string, part: Part, opened: OpenServer, preFramed = false) => {
    progress(`N=${n} · opening viewers · ${name}`);
    stages.push({ name, part, ...opened, viewers: await openViewers(opened, n), preFramed });
  };
  for (const build of setting.builds) {
    const opened = await openTurnout(build, { guests: n, messages: 1 });
    await opened.server.call("prepareFanOut", opened.room);
    await add(build.name, build.part, opened);
  }
  for (const { name, part, kind, preFramed } of wanted(setting, others)) await add(name, part, await openPeer(kind), preFramed);
  return stages;
}
