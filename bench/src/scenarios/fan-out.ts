import type { Viewers } from "../load/viewers.ts";
import type { Manner } from "../load/connect.ts";
import { rawManner, socketIoManner, turnoutManner, wsManner } from "../manners.ts";
import { start, type Handlers, type Process } from "../processes.ts";
import type { Part, Table } from "../result.ts";
import { interleave, progress, type Variant } from "../rounds.ts";
import type { Pace } from "../servers/pacing.ts";
import type { Raw } from "../servers/raw.ts";
import type { SocketIo } from "../servers/socket-io.ts";
import type { Turnout } from "../servers/turnout.ts";
import type { Ws } from "../servers/ws.ts";
import type { Outcome, Scenario, Setting } from "../setting.ts";

/** Deliveries of one round, about: enough for a second or two. */
const DELIVERIES = { quick: 20_000, full: 200_000 };

interface Stage {
  name: string;
  part: Part;
  server: Process<Handlers & { fanOut(options: Pace): Promise<void> }>;
  viewers: Process<Viewers>;
  options: object;
}

export const fanOutOne: Scenario = {
  title: "Fan-out, one message at a time",
  about:
    "One message to each of N viewers, and the next when everybody has it, so that none can be sent together; nothing is stored. The limit is a bare socket write of the same kind of bytes.",
  run: (setting) =>
    fanOut(
      setting,
      (setting.quick ? [100] : [100, 1_000, 5_000]).map((n) => ({ n, k: 1 })),
    ),
};

export const fanOutBatch: Scenario = {
  title: "Fan-out, several messages at a time",
  about: "k messages that came together, to each of 1,000 viewers.",
  run: (setting) =>
    fanOut(
      setting,
      (setting.quick ? [10] : [5, 10, 50]).map((k) => ({ n: setting.quick ? 100 : 1_000, k })),
    ),
};

async function fanOut(setting: Setting, sizes: { n: number; k: number }[]): Promise<Outcome> {
  const tables: Table[] = [];
  const broken: string[] = [];
  for (const n of new Set(sizes.map((size) => size.n))) {
    const stages = await openStages(setting, n);
    try {
      for (const { k } of sizes.filter((size) => size.n === n)) {
        const rows = await interleave(
          `N=${n} k=${k}`,
          setting.rounds,
          stages.map((stage) => variantOf(stage, setting, n, k)),
        );
        tables.push({ setting: `${n.toLocaleString("en")} viewers, k=${k}`, headline: "deliveries/s", better: "more", rows });
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

function variantOf({ name, part, server, viewers, options }: Stage, { quick }: Setting, n: number, k: number): Variant {
  const rounds = Math.max(20, Math.round(((quick ? DELIVERIES.quick : DELIVERIES.full) * Math.min(4, Math.sqrt(k))) / (n * k)));
  return {
    name,
    part,
    async round() {
      const { pacing } = ports.get(server)!;
      await viewers.call("keepPace", { port: pacing, each: n * k });
      const [cpu, loadCpu] = [(await server.usage()).cpu, (await viewers.usage()).cpu];
      const began = performance.now();
      await server.call("fanOut", { rounds, k, ahead: k === 1 ? 1 : 3, ...options });
      const seconds = (performance.now() - began) / 1000;
      const deliveries = rounds * n * k;
      return {
        "deliveries/s": deliveries / seconds,
        "CPU µs": ((await server.usage()).cpu - cpu) / deliveries,
        "load CPU %": ((await viewers.usage()).cpu - loadCpu) / seconds / 10_000,
      };
    },
  };
}

const ports = new WeakMap<object, { pacing: number }>();

async function openStages(setting: Setting, n: number): Promise<Stage[]> {
  const stages: Stage[] = [];
  async function stage<Asked extends Raw | Ws | SocketIo | Turnout>(
    [name, part]: [string, Part],
    server: Process<Asked>,
    port: { port: number; pacing: number },
    [manner, ownHeaders]: [Manner, string[]],
    options = {},
  ) {
    progress(`N=${n} · opening viewers · ${name}`);
    const viewers = start<Viewers>("load/viewers.ts");
    await viewers.call("open", { manner, count: n, atOnce: 100, ownHeaders });
    ports.set(server, port);
    stages.push({ name, part, server: server as unknown as Stage["server"], viewers, options });
  }

  for (const { name, part, folder, databaseUrl } of setting.builds) {
    const turnout = start<Turnout>("servers/turnout.ts", [], folder);
    const ours = await turnout.call("listen", databaseUrl);
    const room = await turnout.call("makeRoom", n, 1);
    await turnout.call("prepareFanOut", room);
    await stage([name, part], turnout, ours, [turnoutManner(ours.port, room), room.cookies]);
  }

  const raw = start<Raw>("servers/raw.ts");
  const bare = await raw.call("listen");
  await stage(["bare socket write", "limit"], raw, bare, [rawManner(bare.port), []]);
  if (!setting.peers) return stages;

  for (const preFramed of [false, true]) {
    const ws = start<Ws>("servers/ws.ts");
    const port = await ws.call("listen", null);
    await stage([preFramed ? "ws, framed once" : "ws.send", "peer"], ws, port, [wsManner(port.port), []], { preFramed });
  }
  const socketIo = start<SocketIo>("servers/socket-io.ts");
  const port = await socketIo.call("listen", null);
  await stage(["Socket.IO room", "peer"], socketIo, port, [socketIoManner(port.port), []]);
  return stages;
}
