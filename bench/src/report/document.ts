import { comparedWithEarlier } from "./earlier-build.ts";
import { scenarios } from "../scenarios/all.ts";
import { goalsOf } from "./goals.ts";
import { readKept, writeBeside, type Kept } from "./kept-results.ts";
import { tableText } from "./table.ts";

/** Writes docs/performance.md from the stored results: the last measurements, and which goals they meet. Returns its path. */
export function writeDocument(isKept: boolean): string {
  const kept = readKept(Object.keys(scenarios), isKept);
  const goals = goalsOf(kept).map(
    ({ id, text, measured, verdict }) => `| ${id} | ${text} | ${measured} | ${verdict.startsWith("not") ? `**${verdict}**` : verdict} |`,
  );
  const parts = [INTRODUCTION, "## Goals\n", "| | Goal | Measured | |\n|---|---|---|---|", ...goals, "", comparedWithEarlier(kept)];
  return writeBeside("docs/performance.md", [...parts, ...kept.flatMap(scenarioText)].join("\n"), isKept);
}

const INTRODUCTION = `# How fast it is

Written by \`npm run bench -- --write\`, which measures everything again; \`npm run bench room-load\` measures one scenario,
\`--quick\` only checks that all of them run, \`--peers off\` leaves out the alternatives, \`--rounds 3\` sets the number of rounds,
\`--against ../before\` measures another checkout (with its packages installed) in the same rounds. \`bench/results/*.json\` holds
every round.

The variants are measured in the same rounds on the same machine, one after the other, so that other load affects all of them:
read the ratios first. A figure is the median of its rounds, followed by the lowest and the highest. "CPU µs" is the server
process's processor time for each unit, kernel included. The server and the load run in separate processes; the load uses bare
sockets and counts frames by their headers. Its share of a core is printed with each figure ("load CPU %"): far below 100 %, it
did not limit the server. PostgreSQL runs beside them with \`fsync\` on.
Turnout is the whole product: signed-in guests, validation, rate limits (raised), jobs, metrics.

A row "a limit" has no goal: it is what a program reaches that does only the unavoidable part. Where it is below a goal, that goal
cannot be reached this way. [Where the time goes](performance-gaps.md) says why each missed goal is missed.
`;

function scenarioText(kept: Kept): string[] {
  const { scenario, command = `npm run bench ${scenario}`, title, about, tables, broken, at, commit, machine, rounds, load } = kept;
  return [
    `## ${title}\n`,
    `${about}\n`,
    `\`${command}\` · ${at.slice(0, 16).replace("T", " ")} UTC, commit ${commit}, up to ${rounds} rounds, ${machine}, load average ${load} before it began.\n`,
    ...tables.map(tableText),
    ...broken.map((what) => `**Broken:** ${what}\n`),
  ];
}
