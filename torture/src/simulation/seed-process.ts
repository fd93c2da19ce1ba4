import { fork } from "node:child_process";
import type { Favourite } from "./plan-schedule.ts";
import type { Judged } from "./judge-schedule.ts";
import type { SeedsReport } from "./play-seeds.ts";

/** Schedules played side by side: none waits for another, and a turn of the event loop serves all. */
const AT_ONCE = 8;

export interface SeedProcess {
  first: number;
  count: number;
  step?: number;
  atOnce?: number;
  favourite?: Favourite | undefined;
  /** A bug that is put into the server. */
  mutant?: string;
  /** After how long it is taken to hang (ms). */
  patience?: number;
  /** False: enough is known. */
  hear(judged: Judged[]): boolean;
}

/** Plays seeds in a process of its own. Resolves to what it said when it failed; null: it did what it was to do. */
export function playInProcess(options: SeedProcess): Promise<string | null> {
  const { first, count, step = 1, atOnce = AT_ONCE, favourite, mutant, patience, hear } = options;
  const loader = mutant === undefined ? [] : ["--import", new URL("../mutants/load-mutant.ts", import.meta.url).href];
  const seeds = [...[first, count, step, atOnce].map(String), ...(favourite ? [favourite] : [])];
  const child = fork(new URL("play-seeds.ts", import.meta.url), seeds, {
    // Every core has such a process of its own: helping threads of one would only be in the way of the others.
    execArgv: ["--single-threaded", "--max-semi-space-size=64", ...loader],
    env: { ...process.env, ...(mutant !== undefined && { TURNOUT_MUTANT: mutant }) },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  return new Promise((resolve) => {
    let isEnough = false;
    let errors = "";
    const hang = () => {
      errors = `said nothing for ${patience} ms`;
      child.kill("SIGKILL");
    };
    const hangs = patience === undefined ? undefined : setTimeout(hang, patience);
    child.stderr!.on("data", (text: Buffer) => (errors += String(text)));
    child.on("message", (report: SeedsReport) => {
      hangs?.refresh();
      if ("lost" in report) errors += report.lost;
      else if (!isEnough && !hear(report.judged)) isEnough = child.kill("SIGKILL");
    });
    child.on("close", (code) => {
      clearTimeout(hangs);
      resolve(isEnough || (code === 0 && errors === "") ? null : errors || `ended with ${code}`);
    });
  });
}
