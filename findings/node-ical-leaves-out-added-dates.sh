#!/bin/sh
# node-ical 0.27.2: `expandRecurringEvent` knows RRULE, EXDATE and moved dates, but not RDATE: dates that were added to a series are missing without a word.
# RFC 5545, 3.8.5.2: they belong to the set as much as those of the rule. ical.js 2.2.1 has all four.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error node-ical@0.27.2 ical.js@2.2.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import nodeIcal from "node-ical";
import ICAL from "ical.js";

const text = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//example//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20261101T000000Z
DTSTART:20270110T100000Z
DURATION:PT1H
RRULE:FREQ=MONTHLY;COUNT=2
RDATE:20270114T100000Z,20270121T100000Z
SUMMARY:Rehearsal
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");
const between = { from: new Date("2027-01-01T00:00:00Z"), to: new Date("2027-03-01T00:00:00Z") };
console.log("node-ical", nodeIcal.expandRecurringEvent(nodeIcal.sync.parseICS(text)[1], between).map((one) => one.start.toISOString().slice(0, 10)).join(" "));
const iterator = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent")).iterator();
const dates = [];
for (let next = iterator.next(); next; next = iterator.next()) dates.push(next.toString().slice(0, 10));
console.log("ical.js", dates.join(" "));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
node-ical 2027-01-10 2027-02-10
ical.js 2027-01-10 2027-01-14 2027-01-21 2027-02-10
SEEN
