import { openJobs, type JobHandlers } from "./jobs.ts";
import { jobNames } from "./queues.ts";

/** A process of its own that takes jobs and never ends one: somebody to kill. Says so on its output. */
const jobs = await openJobs(process.argv[2]!, () => {});
const hold = () =>
  new Promise<void>((resolve) => {
    process.stdout.write("taken\n");
    setTimeout(resolve, 600_000);
  });
await jobs.work(Object.fromEntries(jobNames.map((name) => [name, hold])) as unknown as JobHandlers);
process.stdout.write("ready\n");
