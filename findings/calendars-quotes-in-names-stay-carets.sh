#!/bin/sh
# A name with quotes in it goes wrong between libraries that all know invitations. ical.js 2.2.1 and ical-generator 11.1.2 write the quotes as RFC 6868, 3, says, `^'`;
# node-ical 0.27.2 and ts-ics 2.4.6 show that to people as it stands. ics 3.12.0 puts a backslash before each quote instead, which ends the value there: RFC 5545, 3.2,
# has no quote within quotes and no backslash in parameters. Of that line ical.js keeps half the name, and node-ical no organizer at all.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error ical.js@2.2.1 ical-generator@11.1.2 node-ical@0.27.2 ts-ics@2.4.6 zod@4.6.7 ics@3.12.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import ICAL from "ical.js";
import ical from "ical-generator";
import { createEvent } from "ics";
import nodeIcal from "node-ical";
import { convertIcsCalendar } from "ts-ics";

const organizer = { name: 'Anna "Nan" Berg', email: "anna@example.org" };
const calendar = ical({ prodId: "//example//example//EN" });
calendar.createEvent({ id: "1", start: new Date("2027-01-10T10:00:00Z"), summary: "Dinner", organizer });
const { value } = createEvent({ uid: "1", start: [2027, 1, 10, 10, 0], duration: { hours: 1 }, title: "Dinner", organizer });
const icalJs = (text) => {
  const property = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent").getFirstProperty("organizer");
  return JSON.stringify([property.getParameter("cn"), property.getFirstValue()]);
};
for (const [name, text] of [["ical-generator", calendar.toString()], ["ics", value]]) {
  console.log(name, "writes", /^ORGANIZER.*$/m.exec(text)[0].trim());
  console.log("  ical.js  ", icalJs(text));
  console.log("  node-ical", JSON.stringify(nodeIcal.sync.parseICS(text)["1"].organizer?.params.CN ?? "no organizer"));
  console.log("  ts-ics   ", JSON.stringify(convertIcsCalendar(undefined, text).events[0].organizer?.name ?? "no organizer"));
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
ical-generator writes ORGANIZER;CN="Anna ^'Nan^' Berg":mailto:anna@example.org
  ical.js   ["Anna \"Nan\" Berg","mailto:anna@example.org"]
  node-ical "Anna ^'Nan^' Berg"
  ts-ics    "Anna ^'Nan^' Berg"
ics writes ORGANIZER;CN="Anna \"Nan\" Berg":MAILTO:anna@example.org
  ical.js   ["Anna \\","MAILTO:anna@example.org"]
  node-ical "no organizer"
  ts-ics    "Anna \\\"Nan\\\" Berg"
SEEN
