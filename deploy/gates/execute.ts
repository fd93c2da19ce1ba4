import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { root } from "../containers.ts";

export interface Ended {
  code: number;
  /** What it said, on both streams. */
  said: string;
  out: string;
}

interface Limits {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Most time that it may take (ms). */
  within?: number;
  /** Ends the program in order when it is aborted. */
  cutOff?: AbortSignal | undefined;
}

/** Runs a program to its end, whatever that is: gates judge exit codes themselves. */
export async function execute(program: string, args: string[], { cwd = root, env, within = 600_000, cutOff }: Limits = {}): Promise<Ended> {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"], timeout: within });
  const end = () => child.kill("SIGTERM");
  cutOff?.addEventListener("abort", end);
  const ended = new Promise<number>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done(code ?? 1));
  });
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  cutOff?.removeEventListener("abort", end);
  return { code, said: out + err, out };
}
