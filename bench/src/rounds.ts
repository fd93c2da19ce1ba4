import { loadavg } from "node:os";
import type { Measured, Part, Table } from "./result.ts";

/** One way of doing a thing, measured beside the others in the same rounds. */
export interface Variant {
  name: string;
  part: Part;
  round(): Promise<Record<string, number>>;
}

export const variant = (name: string, part: Part, round: Variant["round"]): Variant => ({ name, part, round });

/** Runs all variants in turn, round after round, every other round backwards, so that a busy machine is as unkind to each. */
export async function interleave(table: Omit<Table, "rows">, rounds: number, variants: Variant[]): Promise<Table> {
  const rows = variants.map(({ name, part }): Measured => ({ variant: name, part, figures: {} }));
  for (let round = 1; round <= rounds; round++) {
    const inTurn = [...variants.entries()];
    for (const [index, { name, round: run }] of round % 2 === 1 ? inTurn : inTurn.reverse()) {
      progress(`${table.setting} · round ${round}/${rounds} · ${name}`);
      for (const [figure, value] of Object.entries(await run())) (rows[index]!.figures[figure] ??= []).push(value);
    }
  }
  progress("");
  return { ...table, rows };
}

/** Progress: one line that is overwritten in a terminal, otherwise a line for each step. */
export function progress(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${what && `  ${what} …`}`);
  else if (what) process.stderr.write(`  ${new Date().toISOString().slice(11, 19)} ${what}\n`);
}

export const loadAverage = () => loadavg()[0]!.toFixed(1);
