import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { SKIPPED } from "../failed.ts";
import type { Check } from "./checks.ts";

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Way {
  /** The file that runs a check's command. */
  program: string;
  tell(line: string): void;
  signal?: AbortSignal;
}

/** Runs one check after the other, whether those before passed or not. One that takes too long is ended with all that it started. */
export async function runChecks(checks: Check[], { program, tell, signal }: Way): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const check of checks) {
    if (signal?.aborted) break;
    const missing = (check.needs ?? []).filter((names) => !names.split("|").some(isThere));
    if (missing.length > 0) {
      tell(`- ${check.command}: skipped, without ${missing.join(", ")}`);
      counts.skipped++;
      continue;
    }
    const start = Date.now();
    const { fault, isSkipped } = await runOne(check, program, signal);
    const took = `${((Date.now() - start) / 1000).toFixed(0)} s`;
    if (isSkipped) tell(`- ${check.command}: skipped, as it says above (${took})`);
    else tell(fault ? `✗ ${check.command}: ${fault} (${took})` : `✓ ${check.command} (${took})`);
    counts[isSkipped ? "skipped" : fault ? "failed" : "passed"]++;
  }
  return counts;
}

interface Ended {
  /** What went wrong, if anything. */
  fault?: string;
  /** The command itself has found that its tool cannot be had here. */
  isSkipped?: boolean;
}

async function runOne({ command, args = [], minutes }: Check, program: string, signal?: AbortSignal): Promise<Ended> {
  // A group of its own, so that what it started ends with it.
  const child = spawn(process.execPath, [program, command, ...args], { detached: true, stdio: ["ignore", "inherit", "inherit"] });
  const end = (by: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, by);
    } catch {
      // All of the group has ended.
    }
  };
  let isLate = false;
  const stop = () => end("SIGTERM");
  const late = setTimeout(() => {
    isLate = true;
    stop();
  }, minutes * 60_000);
  signal?.addEventListener("abort", stop);
  const code = await new Promise<number | null>((done) => child.once("close", done));
  clearTimeout(late);
  signal?.removeEventListener("abort", stop);
  if (code === null || isLate) end("SIGKILL");
  if (isLate) return { fault: `not done in ${minutes} minutes` };
  if (signal?.aborted) return { fault: "interrupted" };
  if (code === SKIPPED) return { isSkipped: true };
  return code === 0 ? {} : { fault: `failed with ${code ?? "a signal"}` };
}

function isThere(name: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
