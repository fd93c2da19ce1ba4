#!/bin/sh
# node-ical 0.27.2 does not ask a file's VTIMEZONE when the name of the zone is not an IANA or Windows one: the time is read as if it were the machine's own.
# RFC 5545, 3.2.19: TZID names the VTIMEZONE in the same file, whatever it is called. An event at 10:00, +05:30, is said to be at 10:00 UTC on a server
# in UTC. ical.js 2.2.1 and ts-ics 2.4.6 read 04:30 UTC.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error node-ical@0.27.2 ical.js@2.2.1 ts-ics@2.4.6 zod@4.6.7 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import nodeIcal from "node-ical";
import ICAL from "ical.js";
import { convertIcsCalendar } from "ts-ics";

const text = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//example//EN
BEGIN:VTIMEZONE
TZID:Office hours
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0530
TZOFFSETTO:+0530
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1
DTSTAMP:20261101T000000Z
DTSTART;TZID=Office hours:20270110T100000
DTEND;TZID=Office hours:20270110T110000
SUMMARY:Meeting
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");
console.log("node-ical", nodeIcal.sync.parseICS(text)[1].start.toISOString());
console.log("ical.js", new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent")).startDate.toJSDate().toISOString());
console.log("ts-ics", convertIcsCalendar(undefined, text).events[0].start.date.toISOString());
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
node-ical 2027-01-10T10:00:00.000Z
ical.js 2027-01-10T04:30:00.000Z
ts-ics 2027-01-10T04:30:00.000Z
SEEN
