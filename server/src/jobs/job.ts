import type { JobName } from "./queues.ts";

/** Background work after a commit, done by any worker process. */
export interface Job {
  name: JobName;
  /** Ids only, since finished jobs are kept for a day. */
  payload: Record<string, unknown>;
  /** Absent: as soon as possible. */
  startAfter?: Date;
}

export interface Try {
  /** False: this is the last attempt. */
  willBeRetried: boolean;
}

export type JobHandlers = Record<JobName, (payload: never, attempt: Try) => Promise<void>>;
