#!/bin/sh
# ts-ics 2.4.6 expands monthly rules to other days than RFC 5545, 3.3.10, says.
# BYMONTHDAY=-1 is the last day of a month; here it is the last but one. A rule that starts on the 31st skips months without one;
# here it moves to the 28th for good after February. ical.js 2.2.1 gives the days of the RFC.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error ts-ics@2.4.6 ical.js@2.2.1 zod@4.6.7 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { convertIcsRecurrenceRule, extendByRecurrenceRule } from "ts-ics";
import ICAL from "ical.js";

for (const value of ["FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "FREQ=MONTHLY;COUNT=4"]) {
  const start = "2027-01-31T10:00:00Z";
  const end = new Date("2030-01-01");
  const tsIcs = extendByRecurrenceRule(convertIcsRecurrenceRule(undefined, { value }), { start: new Date(start), end });
  const iterator = ICAL.Recur.fromString(value).iterator(ICAL.Time.fromDateTimeString(start));
  const icalJs = [];
  for (let next = iterator.next(); next; next = iterator.next()) icalJs.push(next.toString().slice(0, 10));
  console.log(value);
  console.log("  ts-ics ", tsIcs.map((day) => day.toISOString().slice(0, 10)).join(" "));
  console.log("  ical.js", icalJs.join(" "));
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3
  ts-ics  2027-02-27 2027-03-30 2027-04-29
  ical.js 2027-01-31 2027-02-28 2027-03-31
FREQ=MONTHLY;COUNT=4
  ts-ics  2027-01-31 2027-02-28 2027-03-28 2027-04-28
  ical.js 2027-01-31 2027-03-31 2027-05-31 2027-07-31
SEEN
