#!/bin/sh
# timezones-ical-library 2.3.2, which ical-generator's readme names for VTIMEZONE, ends summer time in Gaza on the last Saturday of October and begins it
# in Jerusalem on the last Friday of March. The law says the Saturday and the Friday before the month's last Sunday: in 2026 and 2028 that is a week earlier,
# as the zone data of Node says. For that week an appointment from such a file stands an hour off.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error timezones-ical-library@2.3.2 ical.js@2.2.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { tzlib_get_ical_block } from "timezones-ical-library";
import ICAL from "ical.js";

const hours = (zone, at) => {
  const text = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).format(new Date(at));
  return Number(/GMT([+-]\d\d)/.exec(text)[1]);
};
for (const [zone, day] of [["Asia/Gaza", "2026-10-28"], ["Asia/Jerusalem", "2028-03-28"]]) {
  const [block] = tzlib_get_ical_block(zone);
  const rules = block.match(/^RRULE.*$/gm).map((line) => line.trim());
  const calendar = new ICAL.Component(ICAL.parse(`BEGIN:VCALENDAR\r\n${block.trim()}\r\nEND:VCALENDAR`));
  const read = new ICAL.Timezone(calendar.getFirstSubcomponent("vtimezone"));
  const noon = ICAL.Time.fromDateTimeString(`${day}T12:00:00`);
  console.log(zone, day, "VTIMEZONE", read.utcOffset(noon) / 3600, "Node", hours(zone, `${day}T10:00:00Z`), rules.join(" "));
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
Asia/Gaza 2026-10-28 VTIMEZONE 3 Node 2 RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SA RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SA
Asia/Jerusalem 2028-03-28 VTIMEZONE 2 Node 3 RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1FR RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
SEEN
