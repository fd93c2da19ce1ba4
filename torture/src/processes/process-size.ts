import { readdirSync, readFileSync } from "node:fs";

/** What a process takes of the machine, now: memory that it really has (MiB), and how many files and sockets it has open. */
export function sizeOf(pid: number) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kibibytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN);
  return { memory: kibibytes / 1_024, handles: readdirSync(`/proc/${pid}/fd`).length };
}

/** How much `y` rises for each step of `x`, by the line that fits best. */
export function slope(points: { x: number; y: number }[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map((point) => point.x));
  const y = mean(points.map((point) => point.y));
  const over = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  const under = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  return under === 0 ? 0 : over / under;
}
