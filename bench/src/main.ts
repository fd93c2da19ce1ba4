import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../dev-database/src/embedded-postgres.ts";
import { buildBefore, ourBuild } from "./builds.ts";
import { readOptions } from "./options.ts";
import { writeDocument } from "./report/document.ts";
import { comparedWithEarlier } from "./report/earlier-build.ts";
import { goalsOf } from "./report/goals.ts";
import { keep, readKept } from "./report/kept-results.ts";
import { tableText } from "./report/table.ts";
import type { Result } from "./result.ts";
import { loadAverage } from "./rounds.ts";
import { scenarios } from "./scenarios/all.ts";
import { makeDatabase } from "./servers/sql.ts";
import type { Setting } from "./setting.ts";

const options = readOptions(process.argv.slice(2), Object.keys(scenarios));
const folder = mkdtempSync(join(tmpdir(), "turnout-bench-"));
const database = await startEmbeddedPostgres({ home: folder, durable: true });
const builds = [ourBuild(database.url)];
if (options.against) builds.push(buildBefore(options.against, await makeDatabase(database.url, "bench_before")));
const results: Result[] = [];
try {
  for (const name of options.scenarios) results.push(await measure(name));
  process.stdout.write(`\n${comparedWithEarlier(results)}\nReport: ${writeDocument(options.write)}\n`);
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
const missed = options.goals ? goalsOf(readKept(Object.keys(scenarios), options.write)).filter(({ clearlyMissed }) => clearlyMissed) : [];
for (const { id, text, measured } of missed) process.stdout.write(`\n${id} missed: ${text}, measured ${measured}`);
process.exitCode = missed.length > 0 || results.some(({ broken }) => broken.length > 0) ? 1 : 0;

async function measure(name: string): Promise<Result> {
  const { title, about, run } = scenarios[name]!;
  const load = loadAverage();
  process.stderr.write(`\n${name}: load average ${load}\n`);
  const setting: Setting = { ...options, builds, databaseUrl: database.url, maxConnections: openFileLimit() - 500 };
  const result = { scenario: name, title, about, ...(await run(setting)) };
  process.stdout.write(`\n${title}\n${about}\n\n${result.tables.map(tableText).join("\n")}`);
  for (const what of result.broken) process.stdout.write(`\n  BROKEN  ${what}\n`);
  keep(result, { rounds: options.rounds, load, write: options.write });
  // A run that is stopped has written what it knows.
  writeDocument(options.write);
  return result;
}

function openFileLimit(): number {
  const limit = execFileSync("/bin/sh", ["-c", "ulimit -n"]).toString().trim();
  return limit === "unlimited" ? 1_000_000 : Number(limit);
}
