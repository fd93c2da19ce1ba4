import { medianOf, ratioTo, spreadOf, type Table } from "../result.ts";
import { besideBefore } from "./beside.ts";
import { goalsOf } from "./goals.ts";
import type { Kept } from "./keep.ts";
import { shown, shownRatio } from "./table.ts";

/** docs/performance.md: what was measured last, how, and which goals it meets. */
export function documentOf(kept: Kept[]): string {
  const goals = goalsOf(kept).map(
    ({ id, text, measured, verdict }) => `| ${id} | ${text} | ${measured} | ${verdict.startsWith("not") ? `**${verdict}**` : verdict} |`,
  );
  return [
    INTRODUCTION,
    "## Goals\n",
    "| | Goal | Measured | |\n|---|---|---|---|",
    ...goals,
    "",
    besideBefore(kept),
    ...kept.flatMap(scenarioText),
  ].join("\n");
}

const INTRODUCTION = `# How fast it is

Written by \`npm run bench -- --write\`, which measures everything again; \`npm run bench room-load\` measures one scenario,
\`--quick\` only tries whether all of them run, \`--peers off\` leaves the others out, \`--rounds 3\` sets how often,
\`--against ../before\` measures another checkout (with its packages installed) in the same rounds. \`bench/results/index.html\`
shows the same as charts, \`bench/results/*.json\` holds every round.

Each variant is measured beside the others in the same rounds, on the same machine, one after the other, so that a busy
machine is as unkind to each: read the ratios first. A figure is the median of its rounds, with the least and the most
after it. "CPU µs" is processor time of the server process for each unit, kernel included. Servers run in a process of their
own; so does the load, on bare sockets, counting frames by their headers. Its own share of a core is printed with each
figure ("load CPU %"): far below 100 %, it was not what limited the server. PostgreSQL runs beside them with \`fsync\` on.
Turnout is the whole product: signed-in guests, validation, rate limits (raised), jobs, metrics.

A line of the goals that says "a limit" has no goal: it is how far somebody gets who has nothing left to do but the part that
cannot be done without. Where it is below a goal, that goal cannot be reached that way. [Where the time
goes](performance-gaps.md) says for each goal that is not met what stands in between.
`;

function scenarioText({
  scenario,
  command = `npm run bench ${scenario}`,
  title,
  about,
  tables,
  broken,
  at,
  commit,
  machine,
  rounds,
  load,
}: Kept): string[] {
  return [
    `## ${title}\n`,
    `${about}\n`,
    `\`${command}\` · ${at.slice(0, 16).replace("T", " ")} UTC, commit ${commit}, up to ${rounds} rounds, ${machine}, load average ${load} before it began.\n`,
    ...tables.map(tableText),
    ...broken.map((what) => `**Broken:** ${what}\n`),
  ];
}

function tableText(table: Table): string {
  const figures = [...new Set(table.rows.flatMap((row) => Object.keys(row.figures)))];
  const rows = table.rows.map((row) => {
    const ratio = ratioTo(table, row);
    const cells = figures.map((figure) => {
      const { least, most } = spreadOf(row.figures[figure] ?? []);
      const spread = figure === table.headline ? ` (${shown(least)}–${shown(most)})` : "";
      return shown(medianOf(row.figures[figure])) + spread;
    });
    return `| ${row.variant} | ${ratio ? `${shownRatio(ratio.median)}×` : ""} | ${cells.join(" | ")} |`;
  });
  return `| ${table.setting} | Turnout is | ${figures.join(" | ")} |\n|---|---|${figures.map(() => "---:").join("|")}|\n${rows.join("\n")}\n`;
}
