#!/bin/sh
# ts-ics 2.4.6 writes the names of organizers and guests without the quotes that they need (RFC 5545, 3.2: a value with `;`, `:` or `,` must be quoted).
# A name with a colon and a semicolon swallows the start of the address: read back by ts-ics itself, the organizer's address is ` Ulm:anna@example.org`.
# ical.js 2.2.1, which knows such names, reads no address at all there.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error ts-ics@2.4.6 ical.js@2.2.1 zod@4.6.7 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { generateIcsCalendar, convertIcsCalendar } from "ts-ics";
import ICAL from "ical.js";

const day = { date: new Date("2027-01-10T10:00:00Z"), type: "DATE-TIME" };
const organizer = { name: "Choir; choirmaster: Ulm", email: "anna@example.org" };
const event = { uid: "1", stamp: day, start: day, duration: { hours: 1 }, summary: "Rehearsal", organizer };
const text = generateIcsCalendar({ version: "2.0", prodId: "-//example//example//EN", events: [event] });
console.log(/^ORGANIZER.*$/m.exec(text)[0].trim());
console.log("ts-ics", JSON.stringify(convertIcsCalendar(undefined, text).events[0].organizer));
console.log("ical.js", JSON.stringify(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent").getFirstPropertyValue("organizer")));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
ORGANIZER;CN=Choir; choirmaster: Ulm:MAILTO:anna@example.org
ts-ics {"name":"Choir","email":" Ulm:anna@example.org"}
ical.js " Ulm:MAILTO:anna@example.org"
SEEN
