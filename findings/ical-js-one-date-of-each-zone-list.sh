#!/bin/sh
# ical.js 2.2.1 reads one date of each list of clock changes in a VTIMEZONE and leaves out the others. icalendar 7.3.2 writes all its zones with such lists, so every evening of
# every summer is an hour off between the two: 19:00 in Berlin in July 2027 is read as 18:00 UTC, Dublin's winter is wrong instead. RFC 5545, 3.8.5.2: RDATE may have any
# number of dates, with commas between them, and 3.6.5 has RDATE in time zones. Guests are told an hour that is not the host's, though both programs know Berlin by name.
# With a line for each date ical.js is right; ts-ics 2.4.6 leaves out all of them either way. A reader that knows a zone by its name had better take its own data, and a writer
# had better give rules (RRULE), as most do.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet icalendar==7.3.2 tzdata==2026.6 >> install.log 2>&1 || { cat install.log; exit 2; }
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error ical.js@2.2.1 ts-ics@2.4.6 zod@4.6.7 > install.log 2>&1 || { cat install.log; exit 2; }
cat > write.py <<'PY'
from datetime import datetime
from zoneinfo import ZoneInfo
import re
from icalendar import Calendar, Event

for city in ["Europe/Berlin", "America/New_York", "Europe/Dublin"]:
    calendar = Calendar.new()
    for month in [1, 7]:
        calendar.add_component(Event.new(uid=str(month), start=datetime(2027, month, 10, 19, tzinfo=ZoneInfo(city)), summary="Dinner"))
    calendar.add_missing_timezones()
    text = calendar.to_ical().decode()
    open(city.split("/")[1] + ".ics", "w", newline="").write(text)
    # The same, with a line for each date.
    lines = re.sub(r"RDATE:(.*)", lambda list: "\r\n".join("RDATE:" + date for date in list[1].strip().split(",")), text.replace("\r\n ", ""))
    open(city.split("/")[1] + "-lines.ics", "w", newline="").write(lines)
PY
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import { convertIcsCalendar } from "ts-ics";

const city = { Berlin: "Europe/Berlin", New_York: "America/New_York", Dublin: "Europe/Dublin" };
const hour = (date) => date.toISOString().slice(5, 16);
for (const [name, zone] of Object.entries(city)) {
  const meant = ["2027-01-10T19:00", "2027-07-10T19:00"].map((local) => new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds));
  console.log(name, "meant", meant.map(hour).join(" "));
  for (const file of [`${name}.ics`, `${name}-lines.ics`]) {
    const text = readFileSync(file, "utf8");
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((one) => new ICAL.Event(one).startDate.toJSDate());
    console.log(" ", file, "| ical.js", events.map(hour).join(" "), "| ts-ics", convertIcsCalendar(undefined, text).events.map((one) => hour(one.start.date)).join(" "));
  }
}
JS
env/bin/python write.py
TZ=UTC node read.mjs > seen
cat seen
diff - seen <<'SEEN'
Berlin meant 01-10T18:00 07-10T17:00
  Berlin.ics | ical.js 01-10T18:00 07-10T18:00 | ts-ics 01-10T18:00 07-10T18:00
  Berlin-lines.ics | ical.js 01-10T18:00 07-10T17:00 | ts-ics 01-10T18:00 07-10T18:00
New_York meant 01-11T00:00 07-10T23:00
  New_York.ics | ical.js 01-11T00:00 07-11T00:00 | ts-ics 01-11T00:00 07-11T00:00
  New_York-lines.ics | ical.js 01-11T00:00 07-10T23:00 | ts-ics 01-11T00:00 07-11T00:00
Dublin meant 01-10T19:00 07-10T18:00
  Dublin.ics | ical.js 01-10T18:00 07-10T18:00 | ts-ics 01-10T18:00 07-10T18:00
  Dublin-lines.ics | ical.js 01-10T19:00 07-10T18:00 | ts-ics 01-10T18:00 07-10T18:00
SEEN
