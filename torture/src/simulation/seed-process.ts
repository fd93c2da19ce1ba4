import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { FaultKind } from "./fault-plan.ts";
import type { Judged } from "./judge-schedule.ts";
import type { Told } from "./play-seeds.ts";

/** Schedules played side by side: none waits for another, and a turn of the event loop serves all. */
const AT_ONCE = 8;

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export interface SeedProcess {
  first: number;
  count: number;
  step?: number;
  atOnce?: number;
  favourite?: FaultKind | undefined;
  /** A bug that is put into the server. */
  mutant?: string;
  /** After how long it is taken to hang (ms). */
  patience?: number;
  /** False: enough is known. */
  hear(judged: Judged[]): boolean;
}

/** Plays seeds in a process of its own. Resolves to what it said when it failed; null: it did what it was to do. */
export function playInProcess({
  first,
  count,
  step = 1,
  atOnce = AT_ONCE,
  favourite,
  mutant,
  patience,
  hear,
}: SeedProcess): Promise<string | null> {
  const loader = mutant === undefined ? [] : ["--import", here("../mutants/load-mutant.ts")];
  const numbers = [first, count, step, atOnce].map(String);
  // Every core has such a process of its own: helping threads of one would only be in the way of the others.
  const child = spawn(
    process.execPath,
    ["--single-threaded", "--max-semi-space-size=64", ...loader, here("play-seeds.ts"), ...numbers, ...(favourite ? [favourite] : [])],
    {
      env: { ...process.env, ...(mutant !== undefined && { TURNOUT_MUTANT: mutant }) },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  return new Promise((resolve) => {
    let isEnough = false;
    let errors = "";
    const stop = () => {
      isEnough = true;
      child.kill("SIGKILL");
    };
    const hangs =
      patience === undefined
        ? undefined
        : setTimeout(() => {
            errors = `said nothing for ${patience} ms`;
            child.kill("SIGKILL");
          }, patience);
    child.stderr.on("data", (text: Buffer) => (errors += String(text)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      hangs?.refresh();
      const told = JSON.parse(line) as Told;
      if ("lost" in told) errors += told.lost;
      else if (!isEnough && !hear(told.judged)) stop();
    });
    child.on("close", (code) => {
      clearTimeout(hangs);
      resolve(isEnough || (code === 0 && errors === "") ? null : errors || `ended with ${code}`);
    });
  });
}
