#!/bin/sh
# ical-generator 11.1.2 writes a backslash into a link: commas and semicolons of `url` are escaped as if it were text.
# RFC 5545, 3.3.13: a URI has no such escapes. Readers keep to that (ical.js 2.2.1, ts-ics 2.4.6), so the link of the event leads elsewhere.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error ical-generator@11.1.2 ical.js@2.2.1 ts-ics@2.4.6 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import ical from "ical-generator";
import ICAL from "ical.js";
import { convertIcsCalendar } from "ts-ics";

const calendar = ical({ prodId: "//example//example//EN" });
calendar.createEvent({ id: "1", start: new Date("2027-01-10T10:00:00Z"), summary: "Dinner", url: "https://example.org/map?at=48.4,9.9" });
const text = calendar.toString();
console.log(/^URL.*$/m.exec(text)[0]);
const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent");
console.log("ical.js", event.getFirstPropertyValue("url"));
console.log("ts-ics", convertIcsCalendar(undefined, text).events[0].url);
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
URL;VALUE=URI:https://example.org/map?at=48.4\,9.9
ical.js https://example.org/map?at=48.4\,9.9
ts-ics https://example.org/map?at=48.4\,9.9
SEEN
