#!/bin/sh
# node-ical 0.27.2 reads an escaped backslash before an n as a line break: it replaces `\\n` where RFC 5545, 3.3.11, has a backslash (`\\`) and then an n.
# A share's path, as ical-generator 11.1.2 correctly writes it, comes out in two lines; ical.js 2.2.1 reads it whole.
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
calendar.createEvent({ id: "1", start: new Date("2027-01-10T10:00:00Z"), summary: "Notes are at S:\\choir\\notes" });
const text = calendar.toString();
console.log(/^SUMMARY.*$/m.exec(text)[0]);
console.log("node-ical", JSON.stringify(nodeIcal.sync.parseICS(text)["1"].summary));
console.log("ical.js", JSON.stringify(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent").getFirstPropertyValue("summary")));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
SUMMARY:Notes are at S:\\choir\\notes
node-ical "Notes are at S:\\choir\\\notes"
ical.js "Notes are at S:\\choir\\notes"
SEEN
