import type { Table } from "../result.ts";
import { interleave } from "../rounds.ts";
import type { Scenario, Setting } from "../setting.ts";
import { roomKinds, underLoad, type RoomKind } from "./busy-room.ts";

const RATES = [50, 100, 200, 500, 1_000, 1_500, 2_000];
const VIEWERS = 1_000;
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
      const about = { setting: `${rate.toLocaleString("en")} msg/s`, headline: "p99 ms", better: "less" } as const;
      const table = await interleave(about, Math.min(setting.rounds, 3), variants);
      for (const { variant, figures } of table.rows) {
        if (Math.min(...figures["arrived %"]!) < 99) most.set(variant, Math.min(rate, most.get(variant) ?? Infinity));
      }
      tables.push(table);
    }
    return { tables, broken };
  },
};

async function oneRound({ quick }: Setting, kind: RoomKind, rate: number, broken: string[]) {
  const viewers = quick ? 100 : VIEWERS;
  const stage = await kind.open(viewers);
  try {
    const { figures, broken: lost } = await underLoad(stage, { viewers, rate, seconds: quick ? 2 : 5, warmUp: quick ? 0.5 : 1.5 });
    if (kind.part === "ours") broken.push(...lost.map((what) => `${rate} msg/s: ${what}`));
    return figures;
  } finally {
    await stage.close();
  }
}
