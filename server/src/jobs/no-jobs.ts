import type { Jobs } from "./jobs.ts";

/** A job queue that takes jobs and never runs one, where none has to. */
export const noJobs: Jobs = {
  enqueue: async () => {},
  work: async () => {},
  queueStates: async () => [],
  queueHealth: async () => [],
  retryFailed: async () => 0,
  stop: async () => {},
};
