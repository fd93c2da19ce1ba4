#!/bin/sh
# ical-generator 11.1.2: once a calendar has a time zone, DTSTAMP, CREATED and LAST-MODIFIED lose their Z and are written as floating times.
# RFC 5545, 3.8.7.1 to 3.8.7.3: they must be in UTC. When a change was made then depends on where it is read, and so does which of two versions is newer
# (RFC 5546, 2.1.5, falls back on DTSTAMP). A zone of the event alone does no such thing.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error ical-generator@11.1.2 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import ical from "ical-generator";

const at = new Date("2026-11-27T12:00:00Z");
for (const zones of [{ timezone: "Europe/Berlin" }, {}]) {
  const calendar = ical({ prodId: "//example//example//EN", ...zones });
  calendar.createEvent({ id: "1", timezone: "Europe/Berlin", start: at, stamp: at, created: at, lastModified: at, summary: "Dinner" });
  console.log(zones.timezone ?? "no zone", calendar.toString().match(/^(DTSTAMP|CREATED|LAST-MODIFIED).*$/gm).join(" "));
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
Europe/Berlin DTSTAMP:20261127T120000 CREATED:20261127T120000 LAST-MODIFIED:20261127T120000
no zone DTSTAMP:20261127T120000Z CREATED:20261127T120000Z LAST-MODIFIED:20261127T120000Z
SEEN
