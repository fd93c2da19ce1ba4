import { Worker } from "node:worker_threads";
import { changing, type Changing } from "../changing.ts";
import type { OpenRequests } from "../http/open-requests.ts";
import type { WriterDeps } from "../log/change-event.ts";
import type { Hint } from "../log/hint.ts";
import type { AccountAllowance } from "../mail/budget.ts";
import type { Dkim } from "../mail/dkim-key.ts";
import type { MailAttempt } from "../mail/watched-transport.ts";
import { plainSecrets, type Secrets } from "../secrets.ts";
import type { SendDeps } from "./writer.ts";

const program = new URL("bulk-mail-worker.ts", import.meta.url);

/** Pause before a thread that died is replaced (ms). */
const PAUSE = 1_000;
/** Time to stop before the thread is terminated (ms); longer than running jobs may take. */
const STOP_WITHIN = 7_000;

/** Everything the thread needs. */
export interface BulkMailOptions extends Pick<
  SendDeps,
  "publicUrl" | "calendarHost" | "mailAddress" | "inboundAddress" | "reportingProviders" | "mailOpens" | "secret"
> {
  databaseUrl: string | Changing<string>;
  smtpUrl: string | Changing<string>;
  /** Authorities that are trusted besides the public ones. */
  tlsCa?: Changing<string> | null;
  mailFrom: string;
  mailRate: number | null;
  /** Whether mail servers are asked to report what they delivered. Absent: no. */
  receipts?: boolean;
  /** By which email is signed. Null: not at all. */
  dkim: Dkim | null;
  mailAllowance: AccountAllowance | null;
  /** The one piece of memory that it shares: requests go before emails. */
  openRequests: OpenRequests;
}

/** What it has as data, as it is at this moment: functions do not reach a thread. */
export type ThreadSettings = Omit<BulkMailOptions, keyof Rotated> & Rotated;

/** What may change while the thread runs. */
export interface Rotated {
  databaseUrl: string;
  smtpUrl: string;
  tlsCa: string | null;
  dkim: Dkim<string> | null;
  secret: Secrets;
}

export type ThreadMessage =
  | { type: "tried"; attempts: MailAttempt[] }
  /** A failure that only the operator can fix. */
  | { type: "failure"; failure: string }
  | { type: "failed"; message: string }
  | { type: "hint"; hint: Hint }
  | { type: "measured"; command: Measured };

type Measured = Parameters<NonNullable<WriterDeps["measure"]>>;

interface Watch {
  report(failure: string): void;
  count(attempt: MailAttempt): void;
  /** Gets each commit of the thread: other processes and open pages learn of it here. */
  hint(hint: Hint): void;
  measure(...command: Measured): void;
  onError(error: Error): void;
}

export interface BulkMailThread {
  /** Waits for running jobs. */
  stop(): Promise<void>;
}

/**
 * Sends bulk email, and records its delivery, on a thread with its own database connections: writing thousands of emails,
 * handing them to the mail server and changing the guest list takes more processor time than all else here, and must not
 * delay requests. A thread that dies is
 * replaced, and its jobs are taken up by the next.
 */
export function startBulkMailThread(options: BulkMailOptions, watch: Watch): BulkMailThread {
  let isEnding = false;
  const { secret, tlsCa, dkim, ...fixed } = options;
  const [databaseUrl, smtpUrl] = [changing(options.databaseUrl), changing(options.smtpUrl)];
  const rotated = (): Rotated => ({
    databaseUrl: databaseUrl.current,
    smtpUrl: smtpUrl.current,
    tlsCa: tlsCa?.current ?? null,
    dkim: dkim && { ...dkim, key: dkim.key.current },
    secret: plainSecrets(secret),
  });
  const tell = () => thread.postMessage(rotated());
  let thread = begin();
  const stopFollowing = [databaseUrl, smtpUrl, tlsCa, dkim?.key, typeof secret === "string" ? null : secret].map((one) =>
    one?.onChange?.(tell),
  );

  function begin(): Worker {
    const begun = new Worker(program, { workerData: { ...fixed, ...rotated() } satisfies ThreadSettings });
    begun.unref();
    begun.on("message", (message: ThreadMessage) => {
      if (message.type === "hint") watch.hint(message.hint);
      else if (message.type === "measured") watch.measure(...message.command);
      else if (message.type === "tried") message.attempts.forEach(watch.count);
      else if (message.type === "failure") watch.report(message.failure);
      else watch.onError(new Error(message.message));
    });
    begun.on("error", watch.onError);
    begun.once("exit", () => {
      if (!isEnding) setTimeout(() => !isEnding && (thread = begin()), PAUSE).unref();
    });
    return begun;
  }

  return {
    async stop() {
      isEnding = true;
      stopFollowing.forEach((stop) => stop?.());
      const ended = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
      if (thread.threadId === -1) return; // it died and is not replaced yet
      thread.ref();
      thread.postMessage("stop");
      const late = setTimeout(() => void thread.terminate(), STOP_WITHIN);
      await ended;
      clearTimeout(late);
    },
  };
}
