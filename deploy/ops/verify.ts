import { join } from "node:path";
import { Failed } from "../failed.ts";
import { untilSignalled } from "../until-signalled.ts";
import { allChecks } from "../verify/checks.ts";
import { runChecks } from "../verify/run-checks.ts";

export const about =
  "Runs every check of this folder, or those that are named, several at a time where that disturbs none; what a tool is missing for is skipped";
export const usage = "[command…]";

export async function run(names: string[]): Promise<void> {
  const unknown = names.filter((name) => !allChecks().some(({ command }) => command === name));
  if (unknown.length > 0) throw new Failed(`no check has this name: ${unknown.join(", ")}`);
  const checks = allChecks().filter(({ command }) => names.length === 0 || names.includes(command));
  const interrupted = untilSignalled();
  const lines: string[] = [];
  const began = Date.now();
  const counts = await runChecks(checks, {
    program: join(import.meta.dirname, "../ops.ts"),
    tell(line) {
      console.log(line);
      lines.push(line);
    },
    signal: interrupted,
  });
  const seconds = Math.round((Date.now() - began) / 1_000);
  lines.push(`${Math.floor(seconds / 60)} min ${seconds % 60} s`);
  console.log(["", ...lines, `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`].join("\n"));
  if (counts.failed > 0 || interrupted.aborted) process.exitCode = 1;
}
