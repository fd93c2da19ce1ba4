#!/bin/sh
# The hour that is had twice when summer time ends: date-fns-tz 3.2.0 and @date-fns/tz take its second pass in Berlin and its first in New York.
# RFC 5545, 3.3.5: such a local time is the first of the two; Temporal does the same unless told otherwise. One rule for all zones, whichever, would be what
# one counts on: here the answer depends on the side of Greenwich.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error date-fns-tz@3.2.0 date-fns@4.4.0 @date-fns/tz@1.5.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { TZDate } from "@date-fns/tz";
import { fromZonedTime } from "date-fns-tz";

const offset = (zone, at) => new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).format(at).split(" ").at(-1);
for (const [zone, day, hour] of [["Europe/Berlin", 31, 2], ["Asia/Jerusalem", 31, 1], ["America/New_York", 7, 1], ["America/Los_Angeles", 7, 1]]) {
  const month = day === 31 ? 10 : 11;
  const text = `2027-${month}-${String(day).padStart(2, "0")}T0${hour}:30:00`;
  console.log(zone, text, "date-fns-tz", offset(zone, fromZonedTime(text, zone)), "@date-fns/tz", offset(zone, new Date(+new TZDate(2027, month - 1, day, hour, 30, 0, zone))));
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
Europe/Berlin 2027-10-31T02:30:00 date-fns-tz GMT+01:00 @date-fns/tz GMT+01:00
Asia/Jerusalem 2027-10-31T01:30:00 date-fns-tz GMT+02:00 @date-fns/tz GMT+02:00
America/New_York 2027-11-07T01:30:00 date-fns-tz GMT-04:00 @date-fns/tz GMT-04:00
America/Los_Angeles 2027-11-07T01:30:00 date-fns-tz GMT-07:00 @date-fns/tz GMT-07:00
SEEN
