#!/bin/sh
# node-ical 0.27.2 ends a quoted parameter at a semicolon inside the quotes, so of `CN="Berg, Anna; Ulm"` remains `"Berg, Anna` with the quote in front.
# RFC 5545, 3.2: within quotes `;`, `:` and `,` are part of the value. Such names are written by ical-generator 11.1.2; ical.js 2.2.1 reads them whole.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error node-ical@0.27.2 ical-generator@11.1.2 ical.js@2.2.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import ical from "ical-generator";
import nodeIcal from "node-ical";
import ICAL from "ical.js";

const calendar = ical({ prodId: "//example//example//EN" });
const organizer = { name: "Berg, Anna; Ulm", email: "anna@example.org" };
calendar.createEvent({ id: "1", start: new Date("2027-01-10T10:00:00Z"), summary: "Dinner", organizer });
const text = calendar.toString();
console.log(/^ORGANIZER.*$/m.exec(text)[0]);
console.log("node-ical", JSON.stringify(nodeIcal.sync.parseICS(text)["1"].organizer.params.CN));
const read = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent").getFirstProperty("organizer");
console.log("ical.js", JSON.stringify(read.getParameter("cn")));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
ORGANIZER;CN="Berg, Anna; Ulm":mailto:anna@example.org
node-ical "\"Berg, Anna"
ical.js "Berg, Anna; Ulm"
SEEN
