#!/bin/sh
# ical.js 2.2.1 expands "the last day of these months, each year" to other days from the second year on: it keeps the day that the first month had.
# RFC 5545, 3.3.10: BYMONTHDAY=-1 is the last day of each month that BYMONTH names. A yearly rule for the ends of the quarters, begun on 31 March, gives
# 1 July and 1 October afterwards; one for January and February gives 28 January. rrule 2.8.1 gives the days of the RFC.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error ical.js@2.2.1 rrule@2.8.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import ICAL from "ical.js";
import rrule from "rrule";

const day = (date) => date.toISOString().slice(0, 10);
for (const [start, months] of [["2027-03-31", "3,6,9,12"], ["2027-01-31", "1,2"]]) {
  const rule = `FREQ=YEARLY;BYMONTH=${months};BYMONTHDAY=-1;COUNT=8`;
  const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateTimeString(`${start}T10:00:00Z`));
  const days = [];
  for (let next = iterator.next(); next; next = iterator.next()) days.push(day(next.toJSDate()));
  console.log(rule);
  console.log("  ical.js", days.join(" "));
  console.log("  rrule  ", rrule.rrulestr(`DTSTART:${start.replaceAll("-", "")}T100000Z\nRRULE:${rule}`).all().map(day).join(" "));
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1;COUNT=8
  ical.js 2027-03-31 2027-06-30 2027-09-30 2027-12-31 2028-03-31 2028-07-01 2028-10-01 2028-12-31
  rrule   2027-03-31 2027-06-30 2027-09-30 2027-12-31 2028-03-31 2028-06-30 2028-09-30 2028-12-31
FREQ=YEARLY;BYMONTH=1,2;BYMONTHDAY=-1;COUNT=8
  ical.js 2027-02-28 2028-01-29 2028-02-29 2029-01-28 2029-02-28 2030-01-28 2030-02-28 2031-01-28
  rrule   2027-01-31 2027-02-28 2028-01-31 2028-02-29 2029-01-31 2029-02-28 2030-01-31 2030-02-28
SEEN
