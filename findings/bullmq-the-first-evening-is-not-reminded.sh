#!/bin/sh
# bullmq 6.7.0, a queue over Redis, starts a scheduler with a cron pattern behind its startDate, never at it: "0 19 * * 5" with startDate on a Friday at 19:00:00.000 has its first
# job a week later. Its guide has startDate as the date from which the job is scheduled, its types as the date "when job should start", and a scheduler with `every` does have its
# first job then; with a startDate one millisecond earlier the pattern has it too. The strategy gives startDate to cron-parser as currentDate, whose next() is what comes after
# it. endDate is another matter: a time of the pattern that is the endDate gets its job. So where one evening alone lies between startDate and endDate, there is a job for it if it is
# the end, and none if it is the start. (Issue 3343, of a pattern that did not keep to startDate at all, expects the first run at startDate, and is closed.) Nothing is raised;
# upsertJobScheduler() resolves with undefined, or with the job of the next week. A series set up from the date of its first evening on gets all reminders but the first.
set -eu
lab=$(mktemp -d)
trap 'test -z "${redis-}" || kill "$redis"; rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error bullmq@6.7.0 ioredis@6.0.0 > install.log 2>&1 || { cat install.log; exit 2; }
redis-server --port 0 --unixsocket "$lab/redis.sock" --save '' --daemonize no > redis.log 2>&1 &
redis=$!
for _ in $(seq 50); do redis-cli -s redis.sock ping > ping.log 2>&1 && break || sleep 0.1; done
cat > try.mjs <<'JS'
import { Queue } from "bullmq";
import { Redis } from "ioredis";

const connection = new Redis(`${process.cwd()}/redis.sock`, { maxRetriesPerRequest: null });
const queue = new Queue("reminders", { connection });
const week = 7 * 86_400_000;
const pattern = "0 19 * * 5";
for (const repeat of [
  { pattern, startDate: "2031-02-07T19:00:00.000Z" },
  { pattern, startDate: "2031-02-07T18:59:59.999Z" },
  { every: week, startDate: "2031-02-07T19:00:00.000Z" },
  { pattern, startDate: "2031-02-07T19:00:00.000Z", endDate: "2031-02-14T18:00:00.000Z" },
  { pattern, startDate: "2031-02-07T20:00:00.000Z", endDate: "2031-02-14T19:00:00.000Z" },
]) {
  const given = { ...repeat, startDate: new Date(repeat.startDate), ...(repeat.endDate && { endDate: new Date(repeat.endDate) }), ...(repeat.pattern && { tz: "UTC" }) };
  await queue.upsertJobScheduler("evening", given, { name: "remind" });
  const scheduler = await queue.getJobScheduler("evening");
  console.log(repeat.pattern ?? `every ${repeat.every}`, "from", repeat.startDate, ...(repeat.endDate ? ["to", repeat.endDate] : []));
  console.log("  first job:", scheduler ? new Date(scheduler.next).toISOString() : "none", "| jobs:", await queue.getDelayedCount());
  await queue.obliterate({ force: true });
}
await queue.close();
connection.disconnect();
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
0 19 * * 5 from 2031-02-07T19:00:00.000Z
  first job: 2031-02-14T19:00:00.000Z | jobs: 1
0 19 * * 5 from 2031-02-07T18:59:59.999Z
  first job: 2031-02-07T19:00:00.000Z | jobs: 1
every 604800000 from 2031-02-07T19:00:00.000Z
  first job: 2031-02-07T19:00:00.000Z | jobs: 1
0 19 * * 5 from 2031-02-07T19:00:00.000Z to 2031-02-14T18:00:00.000Z
  first job: none | jobs: 0
0 19 * * 5 from 2031-02-07T20:00:00.000Z to 2031-02-14T19:00:00.000Z
  first job: 2031-02-14T19:00:00.000Z | jobs: 1
SEEN
