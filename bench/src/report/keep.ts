import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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

export const root = fileURLToPath(new URL("../../../", import.meta.url));
/** Results that another command keeps here: a visit on a phone, in a browser. */
const FROM_ELSEWHERE = ["phone"];
/** What is kept with the code: the last full run of each scenario. */
export const KEPT = join(root, "bench/results");
/** Everything else, which is nobody's but whoever ran it. */
const PASSING = join(root, ".cache/bench");

export function keep(result: Result, about: { rounds: number; load: string; write: boolean; command?: string }): void {
  const folder = about.write ? KEPT : PASSING;
  mkdirSync(folder, { recursive: true });
  const kept: Kept = {
    ...result,
    ...(about.command && { command: about.command }),
    at: new Date().toISOString(),
    commit: commit(),
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

function commit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync("git", args, { cwd: root, stdio: ["ignore", "pipe", "ignore"] })
        .toString()
        .trim();
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "server", "contract") ? " and changes" : "");
  } catch {
    return "unknown";
  }
}

export function write(name: string, text: string, isKept: boolean): string {
  const path = isKept ? join(root, name) : join(PASSING, name.split("/").at(-1)!);
  writeFileSync(path, text);
  return path;
}
