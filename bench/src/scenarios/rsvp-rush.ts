import { OURS } from "../builds.ts";
import { start } from "../processes.ts";
import type { Part, Table } from "../result.ts";
import { interleave, variant } from "../rounds.ts";
import type { Rush, RushServer, RushWay } from "../servers/rush.ts";
import { wanted, type Scenario } from "../setting.ts";

export const SEATS = 500;
export const PLAYED_BACK = "Turnout's statements, played back";
const ways: { name: string; part: Part; way: RushWay; mostGuests: number }[] = [
  { name: PLAYED_BACK, part: "limit", way: "playback", mostGuests: Infinity },
  // With many guests each would take half a minute, and show the same.
  { name: "pg: FOR UPDATE", part: "peer", way: "forUpdate", mostGuests: 2_000 },
  { name: "pg: advisory lock", part: "peer", way: "advisory", mostGuests: 2_000 },
  { name: "pg: a function call each", part: "peer", way: "function", mostGuests: 2_000 },
];

export const rsvpRush: Scenario = {
  title: "Everybody wants a seat",
  about: `All guests say yes at the same moment, for ${SEATS} seats. "Out of order" is how many places anybody was decided away from when they came; "bumped" are those among the first ${SEATS} to come who got no seat. The limit is what Turnout's writer sent to PostgreSQL, sent again on one connection by somebody who has nothing to decide.`,
  async run(setting) {
    const { databaseUrl, builds, quick, rounds } = setting;
    const tables: Table[] = [];
    const broken: string[] = [];
    for (const guests of quick ? [1_000] : [2_000, 20_000]) {
      const ours = builds.map((build) => ({ ...build, way: "turnout" as const }));
      const taking = wanted(setting, ways).filter(({ mostGuests }) => guests <= mostGuests);
      const beside = taking.map((way) => ({ ...way, folder: OURS, databaseUrl }));
      const variants = [...ours, ...beside].map(({ name, part, way, folder, databaseUrl: url }) =>
        variant(name, part, async () => {
          const server = start<RushServer>("servers/rush.ts", [way], folder);
          const rush = await server.call("rush", way, { url, guests, seats: SEATS });
          await server.stop();
          const judged = judge(rush);
          if (part === "ours")
            for (const [what, count] of Object.entries(judged)) if (count > 0) broken.push(`${guests} guests: ${what} ${count}`);
          return { "answers/s": rush.rate, "p99 ms": rush.p99, "all ms": rush.seconds * 1000, ...judged };
        }),
      );
      const about = { setting: `${guests.toLocaleString("en")} guests, ${SEATS} seats`, headline: "answers/s", better: "more" } as const;
      tables.push(await interleave(about, rounds, variants));
    }
    return { tables, broken };
  },
};

export function judge({ decided }: Pick<Rush, "decided">) {
  const ranked = decided.map(({ order }, arrival) => ({ order, arrival })).toSorted((a, b) => a.order - b.order);
  return {
    oversold: Math.max(0, decided.filter(({ going }) => going).length - SEATS),
    "out of order": Math.max(...ranked.map(({ arrival }, rank) => Math.abs(arrival - rank))),
    bumped: decided.slice(0, SEATS).filter(({ going }) => !going).length,
  };
}
