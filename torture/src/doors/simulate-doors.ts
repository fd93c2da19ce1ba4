import { execFile } from "node:child_process";
import { mutants } from "../mutants/list.ts";
import type { Mutant } from "../mutants/mutant.ts";
import { someAtOnce } from "../some-at-once.ts";

/** Bugs of doors without a network, which only these schedules show. */
export const doorMutants = mutants.filter(({ needs }) => needs === "doors");
/** Evenings within which each of them has to be caught. */
export const EVENINGS = 10;
const AT_A_TIME = 2;
const PART = 50;

const loader = new URL("../mutants/load-mutant.ts", import.meta.url).href;
const program = new URL("play-doors.ts", import.meta.url).pathname;

/** Plays evenings in a process of its own. Null: all were green; else what was wrong first. */
export function firstRedEvening(first: number, count: number, mutant?: string): Promise<string | null> {
  const bug = mutant === undefined ? [] : ["--import", loader];
  const env = { ...process.env, ...(mutant !== undefined && { TURNOUT_MUTANT: mutant }) };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...bug, program, String(first), String(count)], { env }, (error, said, errors) => {
      if (!error) return resolve(null);
      // A bug that was never put in proves nothing.
      if (/was not loaded|fits \d+ places/.test(errors)) return reject(new Error(errors));
      resolve(said.trim() || errors.trim().split("\n").slice(0, 3).join(" "));
    });
  });
}

/** Plays so many evenings. Returns how many parts of them were red. */
export async function simulateDoors(seed: number, count: number, say: (line: string) => void): Promise<number> {
  const parts = Array.from({ length: Math.ceil(count / PART) }, (_, at) => at * PART);
  let reds = 0;
  await someAtOnce(AT_A_TIME, parts, async (from) => {
    const red = await firstRedEvening(seed + from, Math.min(PART, count - from));
    if (red === null) return;
    reds += 1;
    say(red);
  });
  say(`${count} evenings of three doors from ${seed} on: ${reds === 0 ? "all green" : `${reds} red`}`);
  return reds;
}

/** Puts each bug in, one at a time. Returns how many were not noticed. */
export async function playDoorMutants(chosen: readonly Mutant[], say: (line: string) => void): Promise<number> {
  const survivors: string[] = [];
  await someAtOnce(AT_A_TIME, chosen, async ({ name, about }) => {
    const red = await firstRedEvening(1, EVENINGS, name);
    if (red === null) survivors.push(name);
    say(`${name}: ${red === null ? "survived" : `caught, ${red}`} — ${about}`);
  });
  return survivors.length;
}
