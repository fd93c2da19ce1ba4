import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
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

/** So many checks at a time that work, and beside them so many that wait. */
const AT_A_TIME = 2;
const WAITING_AT_A_TIME = 2;

/**
 * Runs all checks, whether those before passed or not, several at a time where none keeps another from it, in their order otherwise. One
 * that takes too long is ended with all that it started.
 */
export async function runChecks(checks: Check[], { program, tell, signal }: Way): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const waiting = [...checks];
  const running = new Map<Check, Promise<void>>();
  while (!signal?.aborted || running.size > 0) {
    for (let next = nextOf(waiting, [...running.keys()]); next && !signal?.aborted; next = nextOf(waiting, [...running.keys()])) {
      const check = next;
      waiting.splice(waiting.indexOf(check), 1);
      running.set(
        check,
        runOne(check, { program, tell, ...(signal && { signal }) }).then((outcome) => {
          counts[outcome]++;
          running.delete(check);
        }),
      );
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  return counts;
}

/** The first that may run now. One that runs alone lets no later one pass it, so that its turn comes. */
function nextOf(waiting: Check[], running: Check[]): Check | undefined {
  if (running.some(({ isAlone }) => isAlone)) return undefined;
  const taken = new Set(running.flatMap(({ uses }) => uses ?? []));
  const places = (waits: boolean) =>
    (waits ? WAITING_AT_A_TIME : AT_A_TIME) - running.filter((one) => (one.waits ?? false) === waits).length;
  const mayRun = ({ waits = false, uses = [] }: Check) => places(waits) > 0 && !uses.some((one) => taken.has(one));
  const first = waiting.find((check) => check.isAlone || mayRun(check));
  return first?.isAlone && running.length > 0 ? undefined : first;
}

/** Runs a check, tells of it, and returns how it counts. */
async function runOne(check: Check, { program, tell, signal }: Way): Promise<keyof Counts> {
  const name = nameOf(check);
  const missing = (check.needs ?? []).filter((names) => !names.split("|").some(isThere));
  if (missing.length > 0) {
    tell(`- ${name}: skipped, without ${missing.join(", ")}`);
    return "skipped";
  }
  const start = Date.now();
  const { fault, missing: why } = await runCommand(check, program, signal);
  const took = `${((Date.now() - start) / 1000).toFixed(0)} s`;
  if (why) tell(`- ${name}: skipped, ${why} (${took})`);
  else tell(fault ? `✗ ${name}: ${fault} (${took})` : `✓ ${name} (${took})`);
  return why ? "skipped" : fault ? "failed" : "passed";
}

interface Ended {
  /** What went wrong, if anything. */
  fault?: string;
  /** What the command itself says where its tool cannot be had here. */
  missing?: string;
}

/** One command may be several checks. */
const nameOf = ({ command, args = [] }: Check) => [command, ...args].join(" ");

async function runCommand(check: Check, program: string, signal?: AbortSignal): Promise<Ended> {
  const { command, args = [], minutes } = check;
  const name = nameOf(check);
  // A group of its own, so that what it started ends with it.
  const child = spawn(process.execPath, [program, command, ...args], { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let last = "";
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", (line) => {
      console.log(line ? `${name} │ ${line}` : `${name} │`);
      if (stream === child.stderr) last = line;
    });
  const end = (by: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, by);
    } catch {
      // All of the group has ended.
    }
  };
  const said = new Promise((done) => child.once("close", done));
  let isLate = false;
  const stop = () => end("SIGTERM");
  const late = setTimeout(() => {
    isLate = true;
    stop();
  }, minutes * 60_000);
  signal?.addEventListener("abort", stop);
  const code = await new Promise<number | null>((done) => child.once("exit", done));
  clearTimeout(late);
  signal?.removeEventListener("abort", stop);
  // Whatever is left would hold its output open.
  end("SIGKILL");
  await said;
  if (isLate) return { fault: `not done in ${minutes} minutes` };
  if (signal?.aborted) return { fault: "interrupted" };
  if (code === SKIPPED) return { missing: last.replace("skipped: ", "") || "its tool cannot be had" };
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
