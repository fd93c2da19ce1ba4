import { Worker } from "node:worker_threads";
import type { AccountAllowance } from "../mail/budget.ts";
import type { MailOutcome } from "../mail/watched-transport.ts";
import type { SendDeps } from "./writer.ts";

const program = new URL("crowd-thread-worker.ts", import.meta.url);

/** Before another thread begins after one that died (ms). */
const PAUSE = 1_000;
/** Longer than the jobs that have begun may go on (ms). */
const STOP_WITHIN = 7_000;

/** All that the thread is made of: it shares nothing with whoever starts it. */
export interface CrowdOptions extends Pick<SendDeps, "publicUrl" | "calendarHost" | "mailAddress" | "secret"> {
  databaseUrl: string;
  smtpUrl: string;
  mailFrom: string;
  mailRate: number | null;
  mailAllowance: AccountAllowance | null;
}

export type SaidByThread =
  | { type: "tried"; outcome: MailOutcome }
  /** What only the operator can mend. */
  | { type: "trouble"; trouble: string }
  | { type: "failed"; message: string };

interface Watch {
  tell(trouble: string): void;
  count(outcome: MailOutcome): void;
  onError(error: Error): void;
}

export interface CrowdThread {
  /** Lets jobs that have begun end. */
  stop(): Promise<void>;
}

/**
 * Mails crowds from a thread of its own, with connections of its own: writing thousands of letters and handing them to
 * the mail server takes more of a processor than all else here, and nobody who opens a page waits for it. A thread that
 * dies leaves its jobs to the next, which begins soon.
 */
export function startCrowdThread(options: CrowdOptions, { tell, count, onError }: Watch): CrowdThread {
  let isEnding = false;
  let thread = begin();

  function begin(): Worker {
    const begun = new Worker(program, { workerData: options });
    begun.unref();
    begun.on("message", (said: SaidByThread) => {
      if (said.type === "tried") count(said.outcome);
      else if (said.type === "trouble") tell(said.trouble);
      else onError(new Error(said.message));
    });
    begun.on("error", onError);
    begun.once("exit", () => {
      if (!isEnding) setTimeout(() => !isEnding && (thread = begin()), PAUSE).unref();
    });
    return begun;
  }

  return {
    async stop() {
      isEnding = true;
      const ended = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
      if (thread.threadId === -1) return; // it died, and no other has begun
      thread.ref();
      thread.postMessage("stop");
      const late = setTimeout(() => void thread.terminate(), STOP_WITHIN);
      await ended;
      clearTimeout(late);
    },
  };
}
