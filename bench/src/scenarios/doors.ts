import type { Build } from "../builds.ts";
import type { DoorLoad } from "../load/doors.ts";
import { start } from "../processes.ts";
import { interleave } from "../rounds.ts";
import type { Turnout } from "../servers/turnout.ts";
import type { Scenario, Setting } from "../setting.ts";
import { settle } from "./database-state.ts";

const DOORS = 10;
/** Scans a second, of all doors together. */
const RATE = 50;
const SECONDS = { quick: 2, whole: 30 };
const WARM_UP = { quick: 0, whole: 5 };

export const doors: Scenario = {
  title: "Many doors at one evening",
  about:
    `${DOORS} doors scan ${RATE} codes a second in all, each code once, by door links. A scan is timed from when it was due until the server has checked the ` +
    "code and committed that its guest is in. A door has one scan on its way at a time.",
  async run(setting) {
    const broken: string[] = [];
    const ours = setting.builds.filter(({ part }) => part === "ours"); // earlier ones have no door links
    const variants = ours.map((build) => ({ ...build, round: () => oneRound(setting, build, broken) }));
    const about = { setting: `${RATE} scans/s, ${DOORS} doors`, headline: "p95 ms", better: "less" } as const;
    return { tables: [await interleave(about, Math.min(setting.rounds, 3), variants)], broken };
  },
};

async function oneRound({ quick }: Setting, build: Build, broken: string[]) {
  const kind = quick ? "quick" : "whole";
  const server = start<Turnout>("servers/turnout.ts", [], build.folder);
  const load = start<DoorLoad>("load/doors.ts");
  try {
    const { port } = await server.call("listen", build.databaseUrl);
    const codes = RATE * (SECONDS[kind] + WARM_UP[kind]);
    const event = await server.call("makeDoors", codes, DOORS);
    await settle(build.databaseUrl);
    const before = (await server.usage()).cpu;
    const { p50, p95, p99, failed } = await load.call("scan", { port, doors: event, rate: RATE, warmUp: WARM_UP[kind] });
    const used = (await server.usage()).cpu - before;
    const arrived = await server.call("arrivedAt", event.eventId);
    if (failed > 0) broken.push(`${failed} of ${codes} scans failed`);
    if (arrived !== codes - failed) broken.push(`${arrived} are in after ${codes - failed} scans`);
    return { "p50 ms": p50, "p95 ms": p95, "p99 ms": p99, "CPU µs": used / codes };
  } finally {
    await Promise.all([server.stop(), load.stop()]);
  }
}
