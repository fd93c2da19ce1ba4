import type { Table } from "../result.ts";
import { interleave } from "../rounds.ts";
import type { Outcome, Scenario, Setting } from "../setting.ts";
import { roomKinds, type RoomKind, type RoomStage } from "./room.ts";

const RATES = [50, 100, 200, 500, 1_000, 1_500, 2_000];
const VIEWERS = 1_000;
/** What is left when the last message has been sent may take this long to come (ms). */
const PATIENCE = 5_000;
/** A server that cannot keep a rate is not asked for much higher ones: its queue would only grow faster. */
const HOPELESS = 10;

export const roomLoad: Scenario = {
  title: "A busy room, end to end",
  about:
    "Messages fall due at a fixed rate whatever becomes of the ones before; each is checked, committed to PostgreSQL and brought to every viewer. " +
    "Latency runs from the moment a message was due. Ours are posted over HTTP by signed-in guests, the peers' over their socket.",
  run: async (setting) => {
    const tables: Table[] = [];
    const broken: string[] = [];
    const kinds = roomKinds(setting);
    const most = new Map<string, number>();
    for (const rate of setting.quick ? [50] : RATES) {
      const able = kinds.filter(({ name }) => rate <= (most.get(name) ?? Infinity) * HOPELESS || rate === RATES.at(-1));
      const variants = able.map((kind) => ({ ...kind, round: () => oneRound(setting, kind, rate, broken) }));
      const rounds = Math.min(setting.rounds, 3);
      const rows = await interleave(`${rate} msg/s`, rounds, variants);
      for (const { variant, figures } of rows) {
        if (Math.min(...figures["arrived %"]!) < 99) most.set(variant, Math.min(rate, most.get(variant) ?? Infinity));
      }
      tables.push({ setting: `${rate.toLocaleString("en")} msg/s`, headline: "p99 ms", better: "less", rows });
    }
    return { tables, broken } satisfies Outcome;
  },
};

async function oneRound({ quick }: Setting, kind: RoomKind, rate: number, broken: string[]) {
  const viewers = quick ? 100 : VIEWERS;
  const stage = await kind.open(viewers);
  try {
    const figures = await loaded(stage, { viewers, rate, seconds: quick ? 2 : 5, warmUp: quick ? 0.5 : 1.5 });
    if (kind.part === "ours") broken.push(...figures.broken.map((what) => `${rate} msg/s: ${what}`));
    return figures.figures;
  } finally {
    await stage.close();
  }
}

export interface Load {
  viewers: number;
  rate: number;
  seconds: number;
  warmUp: number;
}

/** One stretch of messages at a fixed rate, and what became of them. */
export async function loaded(stage: Pick<RoomStage, "viewers" | "usage">, { viewers, rate, seconds, warmUp }: Load) {
  const before = await stage.viewers.call("counted");
  const cpu = (await stage.usage()).cpu;
  const posted = await stage.viewers.call("post", { rate, seconds, warmUp });
  await stage.viewers.call("until", before.received + posted.sent * viewers, PATIENCE);
  const used = (await stage.usage()).cpu - cpu;
  const counted = await stage.viewers.call("counted");
  // Where nothing came of what was due in time, no latency is known, and none is made up.
  const latency = await stage.viewers.call("latency");
  const { p50, p99 } = latency.count > 0 ? latency : { p50: NaN, p99: NaN };
  const { failed } = await stage.viewers.call("posted");
  const wanted = posted.sent * viewers;
  const arrived = counted.received - before.received;
  const frames = counted.frames - before.frames;
  const broken = [];
  if (arrived !== wanted) broken.push(`${wanted - arrived} deliveries of ${wanted} missing`);
  if (counted.gaps > 0) broken.push(`${counted.gaps} gaps`);
  if (counted.closed > 0) broken.push(`${counted.closed} viewers cut off`);
  if (failed > 0) broken.push(`${failed} messages not taken`);
  return {
    broken,
    figures: {
      "p50 ms": p50,
      "p99 ms": p99,
      "deliveries/s": posted.delivered / posted.seconds,
      "arrived %": (arrived / wanted) * 100,
      "CPU µs": used / arrived,
      "in a frame": arrived / frames,
      "CPU µs a frame": used / frames,
      "load CPU %": posted.cpu / posted.seconds / 10_000,
    },
  };
}
