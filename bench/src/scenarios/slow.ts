import { interleave, variant } from "../rounds.ts";
import type { Scenario } from "../setting.ts";
import { roomKinds, underLoad } from "./busy-room.ts";

const VIEWERS = 1_000;
const RATE = 500;

export const slow: Scenario = {
  title: "Some read nothing",
  about: `A busy room (${RATE} msg/s) in which 5 % of the viewers have stopped reading, beside the same room without them: the others must not notice. Memory is measured after a collection, for each stalled viewer.`,
  async run({ databaseUrl, builds, quick, rounds }) {
    const viewers = quick ? 100 : VIEWERS;
    const stalled = viewers / 20;
    const broken: string[] = [];
    const round = async (name: string, stalling: number) => {
      const [room] = roomKinds({ builds: builds.slice(0, 1), peers: false, databaseUrl });
      const stage = await room!.open(viewers);
      try {
        const before = await stage.usage(true);
        if (stalling > 0) await stage.viewers.call("stall", stalling);
        const load = { viewers: viewers - stalling, rate: quick ? 100 : RATE, seconds: quick ? 2 : 6, warmUp: quick ? 0.5 : 1.5 };
        const { figures } = await underLoad(stage, load);
        const { least, gaps } = await stage.viewers.call("counted");
        const sent = Math.round(load.rate * (load.seconds + load.warmUp));
        if (least < sent || gaps > 0) broken.push(`${name}: a healthy viewer got ${least} of ${sent}, ${gaps} gaps`);
        const after = await stage.usage(true);
        return {
          "p50 ms": figures["p50 ms"],
          "p99 ms": figures["p99 ms"],
          "CPU µs": figures["CPU µs"],
          "heap MB more": (after.heap - before.heap) / 1e6,
          "RSS MB more": (after.rss - before.rss) / 1e6,
        };
      } finally {
        await stage.close();
      }
    };
    const about = { setting: `${viewers.toLocaleString("en")} viewers`, headline: "p99 ms", better: "less" } as const;
    const [some, none] = [`Turnout, ${stalled} of ${viewers} stalled`, "Turnout, nobody stalled"];
    const variants = [variant(some, "ours", () => round(some, stalled)), variant(none, "limit", () => round(none, 0))];
    const table = await interleave(about, Math.min(rounds, 3), variants);
    return { tables: [table], broken };
  },
};
