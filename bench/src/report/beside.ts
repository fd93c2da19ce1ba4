import { medianOf, ratioTo, type Measured, type Result, type Table } from "../result.ts";
import { shown, shownRatio } from "./table.ts";

/** What became of each figure since the build that was measured in the same rounds; empty where none was. */
export function besideBefore(results: Pick<Result, "scenario" | "tables">[]): string {
  const pairs = results.flatMap(({ scenario, tables }) =>
    tables.flatMap((table) => table.rows.filter(({ part }) => part === "before").map((before) => ({ scenario, table, before }))),
  );
  if (pairs.length === 0) return "";
  const names = [...new Set(pairs.map(({ before }) => before.variant))].join(", ");
  return [
    `## Beside ${names}\n`,
    "Both builds in the same rounds, one after the other. More than 1.00× is better than before; in brackets the least and the most of the rounds.\n",
    `| | | Before | Now | Now is | CPU µs before | Now | Now is |`,
    "|---|---|---:|---:|---:|---:|---:|---:|",
    ...pairs.map(({ scenario, table, before }) => rowOf(scenario, table, before)),
    "",
  ].join("\n");
}

function rowOf(scenario: string, table: Table, before: Measured): string {
  const ours = table.rows.find(({ part }) => part === "ours");
  const figure = (name: string) => [before, ours].map((row) => shown(medianOf(row?.figures[name])));
  const cells = [...figure(table.headline), timesBetter(table, before), ...figure("CPU µs"), timesBetter(ofProcessor(table), before)];
  return `| ${scenario}: ${table.setting} | ${table.headline} | ${cells.join(" | ")} |`;
}

/** The same rounds, by what they cost: less is better, whatever the table is about. */
const ofProcessor = (table: Table): Table => ({ ...table, headline: "CPU µs", better: "less" });

function timesBetter(table: Table, before: Measured): string {
  const ratio = before.figures[table.headline] && ratioTo(table, before);
  return ratio ? `${shownRatio(ratio.median)}× (${shownRatio(ratio.least)}–${shownRatio(ratio.most)})` : "–";
}
