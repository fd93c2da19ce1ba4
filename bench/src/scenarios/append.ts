import type { Build } from "../builds.ts";
import { start, type Process } from "../processes.ts";
import type { Part, Table } from "../result.ts";
import { interleave, variant } from "../rounds.ts";
import type { Append, AppendKind } from "../servers/append.ts";
import { makeRooms } from "../servers/room-log.ts";
import { wanted, type Scenario, type Setting } from "../setting.ts";
import { asIfFlushTook, settle } from "./database-state.ts";

interface Size {
  events: number;
  producers: number;
  slowDisk?: boolean;
}

const SIZES: Size[] = [
  ...[1, 32, 256].map((producers) => ({ events: 1, producers })),
  { events: 1, producers: 256, slowDisk: true },
  ...[32, 256].map((producers) => ({ events: 100, producers })),
];

interface Kind {
  name: string;
  part: Part;
  kind: AppendKind;
  /** Batches that are made already need no crowd: one on its way, or one more so that the connection never rests. */
  crowd?: number;
  /** Where its server and its database are, if not here. */
  build?: Build;
}
const BESIDE: Kind[] = [
  { name: "bare SQL, batches of 500", part: "limit", kind: "bareBatch", crowd: 1 },
  { name: "the same rows, batches of 256", part: "limit", kind: "sameRowsInBatches", crowd: 2 },
  { name: "pg: a transaction each", part: "peer", kind: "transaction" },
  { name: "postgres.js: a statement each", part: "peer", kind: "postgresJs" },
  { name: "the same rows, a transaction each", part: "peer", kind: "sameRowsOneByOne" },
];

export const append: Scenario = {
  title: "Messages committed",
  about:
    "Producers that each wait for their own commit before the next message. Ours is the writer in process, with all it keeps " +
    '(log, chat, what was answered to each command). Some of the others keep a number and one row; "the same rows" are those ' +
    "that Turnout keeps, in its own tables, without its checks: in batches that are made already and sent on one connection, the limit of a writer like ours.",
  async run(setting) {
    const tables: Table[] = [];
    await makeRooms(setting.databaseUrl, 100);
    for (const size of setting.quick ? [{ events: 1, producers: 32 }] : SIZES) tables.push(await measure(setting, size));
    return { tables, broken: [] };
  },
};

async function measure(setting: Setting, { events, producers, slowDisk }: Size): Promise<Table> {
  const { databaseUrl, builds, quick, rounds } = setting;
  const ours = builds.map((build): Kind => ({ name: build.name, part: build.part, kind: "turnout", build }));
  const kinds = wanted(setting, [...ours, ...BESIDE]);
  const opened = new Map<Kind, Process<Append>>();
  const fast = slowDisk ? await asIfFlushTook(databaseUrl, 1) : async () => {};
  try {
    for (const kind of kinds) {
      const process = start<Append>("servers/append.ts", [kind.kind], kind.build?.folder);
      opened.set(kind, process);
      await process.call("open", kind.kind, kind.build?.databaseUrl ?? databaseUrl, events);
      await process.call("run", { producers: Math.max(32, producers), events, seconds: quick ? 0.3 : 1 });
    }
    for (const build of builds) await settle(build.databaseUrl);
    const size = `${events} event${events > 1 ? "s" : ""}, ${producers} producers${slowDisk ? ", 1 ms a flush" : ""}`;
    return await interleave(
      { setting: size, headline: "entries/s", better: "more" },
      rounds,
      kinds.map((kind) =>
        variant(kind.name, kind.part, async () => {
          const crowd = { producers: kind.crowd ?? producers, events, seconds: quick ? 0.5 : 2 };
          const { rate, p50, p99, cpu } = await opened.get(kind)!.call("run", crowd);
          return { "entries/s": rate, "p50 ms": p50, "p99 ms": p99, "CPU µs": cpu };
        }),
      ),
    );
  } finally {
    await fast();
    for (const process of opened.values()) await process.stop();
  }
}
