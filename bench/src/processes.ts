import { fork } from "node:child_process";
import { join } from "node:path";
import { OURS } from "./builds.ts";

/** What a process has used so far. */
export interface Usage {
  /** Processor time, its own and the kernel's for it (µs). */
  cpu: number;
  /** Bytes of memory that are its own. */
  rss: number;
  heap: number;
}

export type Handlers = Record<string, (...args: never[]) => unknown>;
type Reply<Handler extends (...args: never[]) => unknown> = Promise<Awaited<ReturnType<Handler>>>;

/** A process that we started, and what it can be asked. */
export interface Process<Asked extends Handlers> {
  call<Name extends keyof Asked & string>(name: Name, ...args: Parameters<Asked[Name]>): Reply<Asked[Name]>;
  usage(collect?: boolean): Promise<Usage>;
  stop(): Promise<void>;
}

interface Question {
  id: number;
  name: string;
  args: unknown[];
}
interface Answer {
  id: number;
  value?: unknown;
  error?: string;
}

const COLLECT_ALL = new URL("collect-all.ts", import.meta.url).href;
const running = new Set<() => void>();
process.on("exit", () => running.forEach((kill) => kill()));

/** Starts a file of `bench/src`, ours or another checkout's, as a separate process, so that its use of the processor can be measured. */
export function start<Asked extends Handlers>(file: string, args: string[] = [], folder = OURS): Process<Asked> {
  const child = fork(join(folder, "bench/src", file), args, {
    execArgv: ["--expose-gc", "--import", COLLECT_ALL, ...profiling(file)],
    serialization: "advanced",
  });
  const kill = () => void child.kill("SIGKILL");
  running.add(kill);
  const open = new Map<number, PromiseWithResolvers<unknown>>();
  let asked = 0;
  const ended = new Promise<void>((resolve) =>
    child.once("exit", (code, signal) => {
      running.delete(kill);
      for (const { reject } of open.values()) reject(new Error(`${file} ended: ${signal ?? code}`));
      resolve();
    }),
  );
  child.on("message", ({ id, value, error }: Answer) => {
    const question = open.get(id);
    open.delete(id);
    if (error === undefined) question?.resolve(value);
    else question?.reject(new Error(`${file}: ${error}`));
  });

  function ask(name: string, ...args: unknown[]): Promise<unknown> {
    const question = Promise.withResolvers<unknown>();
    if (!child.connected) return Promise.reject(new Error(`${file} has ended`));
    open.set(++asked, question);
    child.send({ id: asked, name, args } satisfies Question);
    return question.promise;
  }
  return {
    call: ask as Process<Asked>["call"],
    usage: (collect = false) => ask("usage", collect) as Promise<Usage>,
    async stop() {
      if (child.connected) child.disconnect();
      const late = setTimeout(kill, 5_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** Our side of `start`: answers until whoever started us is gone. Profiles are written at the end, so it ends in good order. */
export function answer(handlers: Handlers): void {
  const known = { usage, ...handlers } as Record<string, (...args: unknown[]) => unknown>;
  const reply = (answered: Answer) => process.connected && process.send!(answered);
  async function take({ id, name, args }: Question) {
    try {
      reply({ id, value: await known[name]!(...args) });
    } catch (error) {
      reply({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  process.on("message", (question: Question) => void take(question));
  process.once("disconnect", () => process.exit(0));
}

/** `collect`: collects garbage first, which takes time and is needed only where memory is measured. */
function usage(collect = false): Usage {
  if (collect) global.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return { cpu: user + system, rss, heap: heapUsed };
}

/** BENCH_PROFILE=turnout: where the time of that server goes, for the profiler of a browser. */
function profiling(file: string): string[] {
  const wanted = process.env.BENCH_PROFILE;
  return wanted && file.includes(wanted) ? ["--cpu-prof", "--cpu-prof-dir=.cache/profiles"] : [];
}
