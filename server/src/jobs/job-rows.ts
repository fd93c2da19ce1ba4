import { uuidFrom } from "../db/uuid.ts";
import type { Job } from "./job.ts";
import { queueOf, type JobName } from "./queues.ts";

/**
 * The queues of this job name. For jobs in lists, older versions know only the second: they would take a list for a job
 * without payload, and the jobs that they queue are read from it.
 */
export function queuesOf(name: JobName): [string, ...string[]] {
  return queueOf(name).list ? [`${name}.list`, name] : [name];
}

export interface List {
  list: object[];
}

/**
 * The queue's rows of these jobs. A delayed job is due at its own time, so it is in no list. Queued again for the same time, as by a job that is repeated
 * after a crash, it stays one.
 */
export function rowsOf(name: JobName, jobs: Job[]) {
  const { list: size } = queueOf(name);
  const row = ({ payload, startAfter }: Job) => ({
    data: size ? { list: [payload] } : payload,
    ...(startAfter && { startAfter, id: uuidFrom(`${name} ${JSON.stringify(payload)} at ${startAfter.toISOString()}`) }),
  });
  if (!size) return jobs.map(row);
  const [later, now] = [jobs.filter(({ startAfter }) => startAfter), jobs.filter(({ startAfter }) => !startAfter)];
  const lists = Array.from({ length: Math.ceil(now.length / size) }, (_, index) => now.slice(index * size, (index + 1) * size));
  return [...later.map(row), ...lists.map((some) => ({ data: { list: some.map(({ payload }) => payload) } satisfies List }))];
}
