import { writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { coverJpeg } from "./cover-jpeg.ts";
import { WATCH_INTERVAL } from "./limits.ts";
import { reencode } from "./reencode.ts";
import { thumbnail } from "./thumbnail.ts";

/** What this process can do. */
const tasks = { reencode, coverJpeg, thumbnail };
export type Task = keyof typeof tasks;
export interface Order {
  task: Task;
  picture: Uint8Array;
}

/** The result of an order, and the memory that the process holds after it (bytes). */
export interface Answer<Result = Awaited<ReturnType<(typeof tasks)[Task]>>> {
  result: Result;
  memory: number;
}

const [maxMemory, maxCpu] = process.argv.slice(2).map(Number) as [number, number];

/** Ends the process at once, also while a decoder runs: a normal exit would wait for its threads. */
const exitNow = () => void process.kill(process.pid, "SIGKILL");

// A signal to the server's process group arrives here too. The server may still need this process, and ends it itself.
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => {});
process.on("disconnect", exitNow);
yieldToOthers();

process.on("message", (order: Order) => void answer(order));

async function answer({ task, picture }: Order) {
  const stopWatching = watch();
  const result = await tasks[task](picture);
  stopWatching();
  process.send!({ result, memory: process.memoryUsage.rss() } satisfies Answer);
}

/** The decoder runs on its own threads, so this one can watch its memory and processor time. */
function watch() {
  const before = process.cpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1_000 > maxCpu || process.memoryUsage.rss() > maxMemory) exitNow();
  }, WATCH_INTERVAL);
  return () => clearInterval(timer);
}

/** Everything else on the machine takes precedence, and when memory runs out, this process is killed first. */
function yieldToOthers() {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
    if (process.platform === "linux") writeFileSync("/proc/self/oom_score_adj", "1000");
  } catch {
    // Some containers forbid it; decoding works without.
  }
}
