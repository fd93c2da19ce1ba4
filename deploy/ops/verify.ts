import { join } from "node:path";
import { Failed } from "../failed.ts";
import { goProgram } from "../gates/locked-tools.ts";
import { untilSignalled } from "../until-signalled.ts";
import { allChecks, GO } from "../verify/checks.ts";
import { runChecks } from "../verify/run-checks.ts";

export const about =
  "Runs every check of this folder, or those that are named, two at a time where that disturbs neither; what a tool is missing for is skipped";
export const usage = "[command…]";

export async function run(names: string[]): Promise<void> {
  const unknown = names.filter((name) => !allChecks().some(({ command }) => command === name));
  if (unknown.length > 0) throw new Failed(`no check has this name: ${unknown.join(", ")}`);
  const checks = allChecks().filter(({ command }) => names.length === 0 || names.includes(command));
  const interrupted = untilSignalled();
  // Here, since two checks that want it at the same time would install it into the same folder. Where it cannot be had, each tells so.
  if (checks.some(({ needs }) => needs?.includes(GO))) await goProgram().catch(() => null);
  const lines: string[] = [];
  const counts = await runChecks(checks, {
    program: join(import.meta.dirname, "../ops.ts"),
    tell(line) {
      console.log(line);
      lines.push(line);
    },
    signal: interrupted,
  });
  console.log(["", ...lines, `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`].join("\n"));
  if (counts.failed > 0 || interrupted.aborted) process.exitCode = 1;
}
