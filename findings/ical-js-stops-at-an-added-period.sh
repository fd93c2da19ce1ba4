#!/bin/sh
# ical.js 2.2.1 reads `RDATE;VALUE=PERIOD` (RFC 5545, 3.8.5.2: a date that was added to a series and has an end of its own) but cannot expand it:
# asked for the occurrence, it raises a TypeError about a function of its own. Periods are the only kind of RDATE that says how long an added date is.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error ical.js@2.2.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import ICAL from "ical.js";

const text = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//example//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20261101T000000Z
DTSTART:20270110T100000Z
DTEND:20270110T110000Z
RDATE;VALUE=PERIOD:20270210T100000Z/PT3H
SUMMARY:Rehearsal
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");
const component = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent");
console.log("read", String(component.getFirstPropertyValue("rdate")));
const event = new ICAL.Event(component);
try {
  console.log("expanded", String(event.getOccurrenceDetails(event.iterator().next()).startDate));
} catch (error) {
  console.log("expanded", error.name, error.message);
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
read 2027-02-10T10:00:00Z/PT3H
expanded TypeError occurrence.convertToZone is not a function
SEEN
