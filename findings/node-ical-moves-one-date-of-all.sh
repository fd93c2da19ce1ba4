#!/bin/sh
# node-ical 0.27.2 moves a single date where the organizer moved it and all that follow: it leaves RANGE=THISANDFUTURE aside. People then come an hour early from the
# second of these dates on. RFC 5545, 3.8.4.4: the change holds for the given date and all after it. ical.js 2.2.1 moves them all.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error node-ical@0.27.2 ical.js@2.2.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const event = (...lines) => ["BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z", ...lines, "DURATION:PT2H", "SUMMARY:Rehearsal", "END:VEVENT"];
const series = event("DTSTART:20270105T180000Z", "RRULE:FREQ=WEEKLY;COUNT=4");
const later = event("SEQUENCE:1", "RECURRENCE-ID;RANGE=THISANDFUTURE:20270112T180000Z", "DTSTART:20270112T190000Z");
const text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", ...series, ...later, "END:VCALENDAR", ""].join("\r\n");
const between = { from: new Date("2027-01-01T00:00:00Z"), to: new Date("2027-03-01T00:00:00Z") };
console.log("node-ical", nodeIcal.expandRecurringEvent(nodeIcal.sync.parseICS(text)["1"], between).map((one) => one.start.toISOString().slice(5, 16)).join(" "));
const [first, ...changes] = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent");
const whole = new ICAL.Event(first, { exceptions: changes });
const iterator = whole.iterator();
const starts = [];
for (let next = iterator.next(); next; next = iterator.next()) starts.push(whole.getOccurrenceDetails(next).startDate.toJSDate().toISOString().slice(5, 16));
console.log("ical.js  ", starts.join(" "));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
node-ical 01-05T18:00 01-12T19:00 01-19T18:00 01-26T18:00
ical.js   01-05T18:00 01-12T19:00 01-19T19:00 01-26T19:00
SEEN
