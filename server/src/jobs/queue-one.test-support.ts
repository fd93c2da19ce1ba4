import { connect } from "../db/connect.ts";
import { statementsIn } from "../db/statements.ts";
import { openJobs, type Job } from "./jobs.ts";

/** A process of its own that queues one job, commits, and is gone. Says when it has committed. */
const url = process.argv[2]!;
const [db, jobs] = [connect(url), await openJobs(url, console.error)];
const job: Job = { name: "tellGuests", payload: { by: "another process" } };
await db.transaction().execute((tx) => jobs.enqueue(statementsIn(tx), [job]));
process.stdout.write(`${Date.now()}\n`);
await jobs.stop();
await db.destroy();
