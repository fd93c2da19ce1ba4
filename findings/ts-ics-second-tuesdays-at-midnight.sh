#!/bin/sh
# ts-ics 2.4.6 takes the time of day from a series that is told by a weekday of the month: "every second Tuesday at 18:00" is at midnight, and the first of them, which is
# then before the start, is left out. With BYSETPOS, as some calendars write the same rule, the week is another one too. RFC 5545, 3.3.10: what a rule does not
# say comes from DTSTART. Weekly series keep their time; ical.js 2.2.1 does in all.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error ts-ics@2.4.6 zod@4.6.7 ical.js@2.2.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { convertIcsRecurrenceRule, extendByRecurrenceRule } from "ts-ics";
import ICAL from "ical.js";

const start = "2027-01-12T18:00:00Z";
for (const value of ["FREQ=MONTHLY;BYDAY=2TU;COUNT=3", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;COUNT=3", "FREQ=WEEKLY;BYDAY=TU;COUNT=3"]) {
  const tsIcs = extendByRecurrenceRule(convertIcsRecurrenceRule(undefined, { value }), { start: new Date(start), end: new Date("2030-01-01") });
  const iterator = ICAL.Recur.fromString(value).iterator(ICAL.Time.fromDateTimeString(start));
  const icalJs = [];
  for (let next = iterator.next(); next; next = iterator.next()) icalJs.push(next.toJSDate());
  console.log(value);
  console.log("  ts-ics ", tsIcs.map((one) => one.toISOString().slice(0, 16)).join(" "));
  console.log("  ical.js", icalJs.map((one) => one.toISOString().slice(0, 16)).join(" "));
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
FREQ=MONTHLY;BYDAY=2TU;COUNT=3
  ts-ics  2027-02-09T00:00 2027-03-09T00:00 2027-04-13T00:00
  ical.js 2027-01-12T18:00 2027-02-09T18:00 2027-03-09T18:00
FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;COUNT=3
  ts-ics  2027-01-19T00:00 2027-02-16T00:00 2027-03-16T00:00
  ical.js 2027-01-12T18:00 2027-02-09T18:00 2027-03-09T18:00
FREQ=WEEKLY;BYDAY=TU;COUNT=3
  ts-ics  2027-01-12T18:00 2027-01-19T18:00 2027-01-26T18:00
  ical.js 2027-01-12T18:00 2027-01-19T18:00 2027-01-26T18:00
SEEN
