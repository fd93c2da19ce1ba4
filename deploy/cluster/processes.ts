import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream, readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failed } from "../failed.ts";
import { ENDING } from "../until-signalled.ts";

/** Longest time for a process to become ready (ms). */
const READY_WITHIN = 90_000;
/** Longest time for a process to end after SIGTERM (ms); then it is killed. */
const END_WITHIN = 5_000;

export interface Processes {
  /** Starts a program that writes into a log of its own, and waits until it is ready. Throws with the log's end when it exits. */
  start(program: string, args: string[], isReady: () => Promise<boolean>): Promise<void>;
  /** Ends all, the last one first. */
  end(): Promise<void>;
}

export function openProcesses(programs: string, logs: string): Processes {
  const running: { name: string; child: ChildProcess; ended: Promise<unknown> }[] = [];
  // What was started would stay.
  for (const signal of ENDING)
    process.once(signal, () => {
      for (const { child } of running) child.kill();
      process.exit(128 + constants.signals[signal]);
    });
  return {
    async start(name, args, isReady) {
      const log = join(logs, `${name}.log`);
      const output = createWriteStream(log);
      const child = spawn(join(programs, name), args, { stdio: ["ignore", "pipe", "pipe"] });
      for (const stream of [child.stdout, child.stderr]) stream.pipe(output, { end: false });
      const ended = new Promise((done) => child.once("close", done));
      running.push({ name, child, ended });
      const until = Date.now() + READY_WITHIN;
      while (!(await isReady().catch(() => false))) {
        if (child.exitCode !== null || Date.now() > until) throw new Failed(`${name} did not become ready:\n${endOf(log)}`);
        await sleep(250);
      }
    },
    async end() {
      for (const { child, ended } of running.reverse()) {
        child.kill();
        const killed = setTimeout(() => child.kill("SIGKILL"), END_WITHIN);
        await ended;
        clearTimeout(killed);
      }
    },
  };
}

const endOf = (log: string) => readFileSync(log, "utf8").split("\n").slice(-12).join("\n");
