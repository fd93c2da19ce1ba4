import type { Happened } from "./fault-injection.ts";
import type { Recorder } from "../recorder.ts";
import { table } from "../table.ts";

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

export interface KindOfRecovery {
  kind: string;
  count: number;
  p50: number;
  p99: number;
  most: number;
}

/** How long each kind of fault took, in ms, slowest first. */
export function summarized(all: Recovery[]): KindOfRecovery[] {
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
