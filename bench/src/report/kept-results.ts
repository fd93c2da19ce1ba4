import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { basename, join } from "node:path";
import { commitOf, OURS } from "../builds.ts";
import type { Result } from "../result.ts";

/** A result with when and where it was measured. */
export interface Kept extends Result {
  /** What measures it again, where that is no benchmark of this workspace. */
  command?: string;
  at: string;
  commit: string;
  machine: string;
  rounds: number;
  /** The load average when it began. */
  load: string;
}

/** Results that another command keeps here: a visit on a phone, in a browser. */
const FROM_ELSEWHERE = ["phone"];
/** What is kept with the code: the last full run of each scenario. */
const KEPT = join(OURS, "bench/results");
/** Everything else, which is nobody's but whoever ran it. */
const PASSING = join(OURS, ".cache/bench");

export function keep(result: Result, about: { rounds: number; load: string; write: boolean; command?: string }): void {
  const folder = about.write ? KEPT : PASSING;
  mkdirSync(folder, { recursive: true });
  const kept: Kept = {
    ...result,
    ...(about.command && { command: about.command }),
    at: new Date().toISOString(),
    commit: commitOf(OURS),
    machine: machine(),
    rounds: about.rounds,
    load: about.load,
  };
  writeFileSync(join(folder, `${result.scenario}.json`), `${JSON.stringify(rounded(kept), null, 1)}\n`);
}

/** All that were kept, in the order of a full run. */
export function readKept(scenarios: string[], write: boolean): Kept[] {
  const folder = write ? KEPT : PASSING;
  if (!existsSync(folder)) return [];
  const there = new Set(readdirSync(folder));
  return [...scenarios, ...FROM_ELSEWHERE]
    .filter((name) => there.has(`${name}.json`))
    .map((name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Kept);
}

const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, one: unknown) => (typeof one === "number" ? Number(one.toPrecision(5)) : one)));

function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpus()[0]?.model.trim() || process.arch}, ${gigabytes} GB, Node ${process.versions.node}`;
}

/** Writes a text into the repository, or, where results are not kept, beside them. Returns where it is. */
export function writeBeside(name: string, text: string, isKept: boolean): string {
  const path = isKept ? join(OURS, name) : join(PASSING, basename(name));
  writeFileSync(path, text);
  return path;
}
