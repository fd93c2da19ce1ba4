import { readdirSync, readFileSync } from "node:fs";
import type { HistoryRecord } from "../history.ts";
import type { Recorder } from "../recorder.ts";
import { table } from "../table.ts";
import type { Happened } from "./fault-injection.ts";

export interface Recovery {
  kind: string;
  ms: number;
}

/** How long each fault kept the first command waiting that was asked for after it and acknowledged. */
export function recoveries({ acknowledged }: Recorder, happened: Happened[]): Recovery[] {
  return happened.flatMap(({ kind, since, node }) => {
    const through = acknowledged.filter((one) => one.asked >= since && (node === null || one.node === node));
    const first = through.reduce((earliest, { at }) => Math.min(earliest, at), Infinity);
    return first === Infinity ? [] : [{ kind, ms: Math.round(first - since) }];
  });
}

/** The smallest value that so many of all (0 to 1) do not exceed. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export type KindOfRecovery = ReturnType<typeof summarized>[number];

/** How long each kind of fault took, in ms, slowest first. */
export function summarized(all: Recovery[]) {
  const rows = [...Map.groupBy(all, ({ kind }) => kind)].map(([kind, some]) => {
    const values = some.map(({ ms }) => ms);
    return { kind, count: values.length, p50: quantile(values, 0.5), p99: quantile(values, 0.99), most: Math.max(...values) };
  });
  return rows.toSorted((a, b) => b.p99 - a.p99);
}

export const recoveryTable = (kinds: KindOfRecovery[]): string =>
  table(
    ["fault", "times", "p50", "p99", "most"],
    kinds.map(({ kind, count, p50, p99, most }) => [kind, count, p50, p99, most]),
  );

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

/** No commands, or none that anybody waits for. */
const unasked = new Set(["makePersonalLink", "malformed"]);

/** How commands ended, each counted once however often it was tried. Of `unknown` ones nobody got to know what became of them. */
export function summaryOf(records: HistoryRecord[]) {
  const commandOf = new Map<number, string>();
  const ends = new Map<string, "committed" | "refused" | "unknown">();
  for (const record of records) {
    if (record.kind === "invoked" && !unasked.has(record.command)) {
      commandOf.set(record.op, record.commandId);
      if (!ends.has(record.commandId)) ends.set(record.commandId, "unknown");
    }
    const commandId = record.kind === "answered" ? commandOf.get(record.op) : undefined;
    if (record.kind !== "answered" || commandId === undefined || record.outcome === "unknown") continue;
    if (ends.get(commandId) !== "committed") ends.set(commandId, record.outcome);
  }
  const all = [...ends.values()];
  const count = (end: string) => all.filter((one) => one === end).length;
  return { commands: all.length, acknowledged: count("committed"), unknown: count("unknown") };
}
