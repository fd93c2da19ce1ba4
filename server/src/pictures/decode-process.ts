import { writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { coverJpeg } from "./cover-jpeg.ts";
import { WATCH_INTERVAL } from "./limits.ts";
import { reencode } from "./reencode.ts";

/** What this process can be asked for. */
const tasks = { reencode, coverJpeg };
export type Task = keyof typeof tasks;
export interface Order {
  task: Task;
  picture: Uint8Array;
}

/** What came of an order, and the bytes that the process holds after it. */
export interface Answer<Result = Awaited<ReturnType<(typeof tasks)[Task]>>> {
  result: Result;
  memory: number;
}

const [maxMemory, maxCpu] = process.argv.slice(2).map(Number) as [number, number];

/** Leaves at once, also while a decoder runs: an orderly exit would wait for its threads. */
const leave = () => void process.kill(process.pid, "SIGKILL");

// Signals that stop a server reach its whole group: when this ends is for the server to say, which may not be done yet.
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => {});
process.on("disconnect", leave);
yieldToOthers();

process.on("message", (order: Order) => void answer(order));

async function answer({ task, picture }: Order) {
  const stopWatching = watch();
  const result = await tasks[task](picture);
  stopWatching();
  process.send!({ result, memory: process.memoryUsage.rss() } satisfies Answer);
}

/** The decoder works on threads of its own, so this one can look at what it takes. */
function watch() {
  const before = process.cpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1_000 > maxCpu || process.memoryUsage.rss() > maxMemory) leave();
  }, WATCH_INTERVAL);
  return () => clearInterval(timer);
}

/** Whatever else the machine has to do goes first, and if it runs out of memory, this process goes first. */
function yieldToOthers() {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
    if (process.platform === "linux") writeFileSync("/proc/self/oom_score_adj", "1000");
  } catch {
    // Some containers forbid it: pictures are decoded all the same.
  }
}
