import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** How long to wait after each signal (ms). */
const PATIENCE = 8_000;

/** Part of the title of every server process on this data, which identifies them. */
export function clusterName(folder: string): string {
  return `turnout_${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`;
}

/**
 * Ends every server process that still runs on this data: left by a killed process, or children of a killed server. Finds
 * them by their titles, since the number in a pid file may belong to another process by now.
 */
export async function endServersOn(folder: string): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    const deadline = Date.now() + PATIENCE;
    signalAll(serverProcesses(folder), signal);
    while (serverProcesses(folder).length > 0 && Date.now() < deadline) await sleep(25);
  }
  const left = serverProcesses(folder);
  if (left.length > 0) throw new Error(`a database server still runs on ${folder} and does not stop (process ${left[0]!.pid})`);
  // No process is left. The pid file, or a zombie with its number, would keep the next server from starting.
  if (process.platform !== "win32") rmSync(join(folder, "postmaster.pid"), { force: true });
}

interface ServerProcess {
  pid: number;
  /** The postmaster, the parent of all others: on a signal it shuts them down gracefully. */
  main: boolean;
}

function signalAll(found: ServerProcess[], signal: NodeJS.Signals) {
  const main = found.filter((one) => one.main);
  for (const { pid } of signal !== "SIGKILL" && main.length > 0 ? main : found) {
    try {
      process.kill(pid, signal === "SIGINT" && main.length === 0 ? "SIGTERM" : signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

function serverProcesses(folder: string): ServerProcess[] {
  const title = `postgres: ${clusterName(folder)}: `;
  const start = `postgres -D ${folder} `;
  return commandLines().flatMap(([pid, command]) => {
    const main = command.includes(start);
    return main || command.startsWith(title) ? [{ pid, main }] : [];
  });
}

/** All processes with their command lines. A zombie has none. */
function commandLines(): [pid: number, command: string][] {
  if (process.platform === "win32") return [];
  if (process.platform !== "linux") return fromPs();
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => [Number(pid), commandLine(pid)]);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

function fromPs(): [number, string][] {
  const lines = execFileSync("ps", ["-axo", "pid=,command="], { encoding: "utf8" }).split("\n");
  return lines.map((line) => {
    const [, pid, command] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
    return [Number(pid), command ?? ""];
  });
}
