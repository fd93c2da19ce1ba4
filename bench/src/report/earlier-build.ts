import { medianOf, ratioTo, type Measured, type Result, type Table } from "../result.ts";
import { markdownTable, shown, shownRatio } from "./table.ts";

/** How each figure has changed since the build that was measured in the same rounds; empty where none was. */
export function comparedWithEarlier(results: Pick<Result, "scenario" | "tables">[]): string {
  const pairs = results.flatMap(({ scenario, tables }) =>
    tables.flatMap((table) => table.rows.filter(({ part }) => part === "before").map((before) => ({ scenario, table, before }))),
  );
  if (pairs.length === 0) return "";
  // Behind a comma stands how many of it ran.
  const names = [...new Set(pairs.map(({ before }) => before.variant.split(", ")[0]!))].join(", ");
  const head = ["", "Figure", "Before", "Now", "Now is", "CPU µs before", "Now", "Now is"];
  const rows = pairs.map(({ scenario, table, before }) => rowOf(scenario, table, before));
  return `## Beside ${names}

Both builds in the same rounds, one after the other. More than 1.00× is better than before; in brackets the least and the most of the rounds.

${markdownTable(head, rows)}`;
}

function rowOf(scenario: string, table: Table, before: Measured): string[] {
  const ours = table.rows.find(({ part }) => part === "ours");
  const figure = (name: string) => [before, ours].map((row) => shown(medianOf(row?.figures[name])));
  // What it costs: less is better, whatever the table is about.
  const processor: Table = { ...table, headline: "CPU µs", better: "less" };
  const compared = [...figure(table.headline), timesBetter(table, before), ...figure("CPU µs"), timesBetter(processor, before)];
  return [`${scenario}: ${table.setting}`, table.headline, ...compared];
}

function timesBetter(table: Table, before: Measured): string {
  const ratio = before.figures[table.headline] && ratioTo(table, before);
  return ratio ? `${shownRatio(ratio.median)}× (${shownRatio(ratio.least)}–${shownRatio(ratio.most)})` : "–";
}
