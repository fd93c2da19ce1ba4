import { BroadcastChannel } from "node:worker_threads";

/** Least time between two signals of a process (ms): one stands for all jobs that are queued meanwhile. */
export const SIGNAL_INTERVAL = 1_000;

/** Calls at once, and again at the end of the interval if it was asked to meanwhile. */
export function atMostEvery(ms: number, call: () => Promise<void> | void) {
  let pause: NodeJS.Timeout | undefined;
  let isWanted = false;
  let isStopped = false;
  function run() {
    if (isStopped) return;
    if (pause) return void (isWanted = true);
    void call();
    pause = setTimeout(() => {
      pause = undefined;
      if (!isWanted) return;
      isWanted = false;
      run();
    }, ms).unref();
  }
  return {
    run,
    /** Makes the call that is still due, and waits for it. */
    async stop() {
      isStopped = true;
      clearTimeout(pause);
      if (isWanted) await call();
    },
  };
}

/** `queued`: a thread has queued jobs, of which other processes must know. `wake`: there may be some. */
type ThreadSignal = "queued" | "wake";

/** Carries signals between the threads of this process that work on one database. */
export function joinThreads(url: string, hear: (signal: ThreadSignal) => void) {
  const { host, pathname } = new URL(url); // users of the database may change, and threads start later
  const channel = new BroadcastChannel(`jobs of ${host}${pathname}`);
  channel.onmessage = ({ data }: { data: unknown }) => hear(data as ThreadSignal);
  channel.unref();
  return { say: (signal: ThreadSignal) => channel.postMessage(signal), stop: () => channel.close() };
}
