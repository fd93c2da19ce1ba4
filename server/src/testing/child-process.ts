import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const alive = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of alive) signal(child.pid!, "SIGKILL");
});

/** Starts a process that ends with this one, also when this one is killed. */
export function startChild(program: string, args: string[], options: SpawnOptions): ChildProcess {
  // Not in our process group: a Ctrl-C must not end it before it is stopped in order.
  const child = spawn(program, args, { ...options, detached: true });
  child.on("error", () => {});
  if (!child.pid) return child;
  alive.add(child);
  const watch = watchOver(child.pid);
  child.once("exit", () => {
    alive.delete(child);
    watch.kill("SIGKILL");
  });
  return child;
}

/** A shell that waits for the end of a pipe that this process holds, and then kills the process. */
const watchOver = (pid: number) => afterUs('kill -CONT "$1"; kill -KILL "$1"', String(pid));

/** Removes a folder, with mounts in it, when this process is killed. Kill the watcher once the folder is removed. */
export const removeAfterUs = (folder: string, mounted: string) => afterUs('sleep 2; umount -l "$2"; rm -rf "$1"', folder, mounted);

/** Ends a group of processes, by the id of its first one, when this process is killed. Kill the watcher once they have ended. */
// Debian's shell knows no `--` here: with it, nothing was ended, and nothing said so.
export const endGroupAfterUs = (pid: number) => afterUs('kill -KILL "-$1"', String(pid));

/** Runs a shell command when this process is killed. */
export function afterUs(what: string, ...args: string[]): ChildProcess {
  const script = `cat > /dev/null; ${what}`;
  const watch = spawn("/bin/sh", ["-c", script, "sh", ...args], { stdio: ["pipe", "ignore", "ignore"], detached: true, cwd: "/" });
  watch.on("error", () => {});
  watch.stdin!.on("error", () => {});
  watch.unref();
  return watch;
}

export function isRunning(child: ChildProcess | undefined): child is ChildProcess {
  return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Signals a process that may have ended. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Ends a child and waits until it is reaped: a zombie keeps its process id. */
export function endChild(child: ChildProcess | undefined, name: NodeJS.Signals): Promise<void> {
  if (!isRunning(child)) return Promise.resolve();
  return new Promise((done) => {
    child.once("exit", () => done());
    child.kill(name);
  });
}

/** Ids of this process's children, from /proc. */
export function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => statOf(one)?.parent === pid);
}

/** Whether a process runs; a zombie does not. */
export const isThere = (pid: number): boolean => !["Z", "X", undefined].includes(statOf(pid)?.state);

/** Waits until none of them runs any more. */
export async function untilGone(pids: number[], patience: number): Promise<void> {
  const deadline = Date.now() + patience;
  while (pids.some(isThere) && Date.now() < deadline) await sleep(10);
}

function statOf(pid: number): { state: string; parent: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: state!, parent: Number(parent) };
  } catch {
    return null;
  }
}
