#!/bin/sh
# agenda 6.2.6, a job scheduler for Node, takes a cron expression and a startDate ("The job will not run before this date", say its types). If the next time of the expression is
# before startDate, the first run is startDate itself, whatever the expression says: "0 19 * * 5" from 3 February 2031 on first runs on that Monday at midnight, and from then on
# on Fridays at 19:00. applyDateRangeConstraints() puts startDate in place of the time and never asks the expression again; where the next time is not before startDate it stays,
# so that the same call is right or wrong by the day on which it is made. And of the words that crontab(5) has for expressions, @weekly, @monthly and @yearly become intervals:
# human-interval reads them too, and what it says wins over cron-parser. The job runs at once and then every 7, 30 and 365 days; @daily is midnight, as it should be.
# The readme says "cron or human-readable syntax"; neither it nor the tracker tells of this, and no error is raised. Guests get the reminder for Friday in the night to Monday, and
# a monthly letter goes out as soon as it is set up.
set -eu
lab=$(mktemp -d)
trap 'test -z "${redis-}" || kill "$redis"; rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error agenda@6.2.6 @agendajs/redis-backend@3.0.7 ioredis@6.0.0 > install.log 2>&1 ||
  { cat install.log; exit 2; }
redis-server --port 0 --unixsocket "$lab/redis.sock" --save '' --daemonize no > redis.log 2>&1 &
redis=$!
for _ in $(seq 50); do redis-cli -s redis.sock ping > ping.log 2>&1 && break || sleep 0.1; done
cat > try.mjs <<'JS'
import { Agenda } from "agenda";
import { RedisBackend } from "@agendajs/redis-backend";
import { Redis } from "ioredis";

const redis = new Redis(`${process.cwd()}/redis.sock`);
const agenda = new Agenda({ backend: new RedisBackend({ redis }), processEvery: 200 });
const said = (date) => date.toUTCString().replace(/ GMT$/, "");
for (const startDate of ["2031-02-03T00:00:00Z", "2031-02-05T12:30:00Z"]) {
  agenda.define(startDate, () => {});
  const job = await agenda.every("0 19 * * 5", startDate, {}, { timezone: "UTC", startDate: new Date(startDate) });
  console.log(`0 19 * * 5 from ${said(new Date(startDate))} on: first on ${said(job.attrs.nextRunAt)}`);
}
for (const interval of ["@daily", "@weekly", "@monthly", "@yearly", "0 0 1 * *"]) {
  agenda.define(interval, () => {});
  const began = Date.now();
  const job = await agenda.every(interval, interval, {}, { timezone: "UTC" });
  const atOnce = Math.abs(job.attrs.nextRunAt - began) < 5000;
  job.attrs.lastRunAt = new Date("2031-02-10T08:00:00Z");
  job.computeNextRunAt();
  console.log(`${interval}: ${atOnce ? "at once" : "later"}, and after ${said(job.attrs.lastRunAt)} on ${said(job.attrs.nextRunAt)}`);
}
// At second 0, 20 and 40 of every minute, from 7 seconds behind one of these on.
const next = Math.ceil((Date.now() + 1000) / 20_000) * 20_000;
const ran = new Promise((done) => agenda.define("live", async () => done(Math.floor(Date.now() / 1000) % 20)));
await agenda.every("*/20 * * * * *", "live", {}, { timezone: "UTC", startDate: new Date(next + 7000) });
await agenda.start();
const second = await ran;
console.log(`*/20 * * * * * first ran ${second >= 7 && second <= 10 ? "about 7" : second} seconds late`);
await agenda.stop();
redis.disconnect();
process.exit(0);
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
0 19 * * 5 from Mon, 03 Feb 2031 00:00:00 on: first on Mon, 03 Feb 2031 00:00:00
0 19 * * 5 from Wed, 05 Feb 2031 12:30:00 on: first on Wed, 05 Feb 2031 12:30:00
@daily: later, and after Mon, 10 Feb 2031 08:00:00 on Tue, 11 Feb 2031 00:00:00
@weekly: at once, and after Mon, 10 Feb 2031 08:00:00 on Mon, 17 Feb 2031 08:00:00
@monthly: at once, and after Mon, 10 Feb 2031 08:00:00 on Wed, 12 Mar 2031 08:00:00
@yearly: at once, and after Mon, 10 Feb 2031 08:00:00 on Tue, 10 Feb 2032 08:00:00
0 0 1 * *: later, and after Mon, 10 Feb 2031 08:00:00 on Sat, 01 Mar 2031 00:00:00
*/20 * * * * * first ran about 7 seconds late
SEEN
