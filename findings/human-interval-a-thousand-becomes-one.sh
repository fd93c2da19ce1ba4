#!/bin/sh
# human-interval 2.0.1, by which the job schedulers Bree 9.2.9 and Agenda 6.2.6 read "3 days, 4 hours", takes a thousand for one: "two thousand seconds" are two seconds, and
# "one thousand two hundred seconds" 200. A job that is to run every 33 minutes runs every two seconds, without an error. Its readme: "Supports numbers being written out in
# English words", and the package that it reads them with (numbered 1.1.0) knows "two thousand". But before that it replaces each "and" by a space, since "3 days and 4 hours"
# means both, and "thousand" ends with one too: what is left is "two thous". A hundred is right, and so is "2000 seconds". "1,500 seconds", as English writes it, is one second:
# the comma becomes a space as well, and the number ends there. Reminders that are sent at such an interval go out a thousand times as often.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
npm init --yes > install.log 2>&1 && npm install --silent --ignore-scripts --no-audit --no-fund bree@9.2.9 human-interval@2.0.1 numbered@1.1.0 >> install.log 2>&1 || { cat install.log; exit 2; }
echo "// a job" > remind.js
cat > try.cjs <<'JS'
const { join } = require("node:path");
const Bree = require("bree");
const humanInterval = require("human-interval");
const { parse } = require("numbered");

async function everySeconds(interval) {
  const bree = new Bree({ root: false, logger: false, jobs: [{ name: "remind", path: join(__dirname, "remind.js"), interval }] });
  await bree.init();
  return bree.config.jobs[0].interval / 1000;
}

async function show() {
  for (const words of ["two thousand", "one thousand two hundred"]) console.log(`numbered: ${words} = ${parse(words)}`);
  for (const interval of ["nine hundred seconds", "two thousand seconds", "one thousand two hundred seconds", "2000 seconds", "1,500 seconds", "3 days, 4 hours and 36 seconds"])
    console.log(`${interval} | human-interval: ${humanInterval(interval) / 1000} s | Bree: every ${await everySeconds(interval)} s`);
}
show();
JS
node try.cjs > seen
cat seen
diff - seen <<'SEEN'
numbered: two thousand = 2000
numbered: one thousand two hundred = 1200
nine hundred seconds | human-interval: 900 s | Bree: every 900 s
two thousand seconds | human-interval: 2 s | Bree: every 2 s
one thousand two hundred seconds | human-interval: 200 s | Bree: every 200 s
2000 seconds | human-interval: 2000 s | Bree: every 2000 s
1,500 seconds | human-interval: 1 s | Bree: every 1 s
3 days, 4 hours and 36 seconds | human-interval: 273636 s | Bree: every 273636 s
SEEN
