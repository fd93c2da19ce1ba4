#!/bin/sh
# vobject 0.9.9 puts a city on another city's clock: it names a zone of zoneinfo or dateutil by its abbreviation and writes the first zone that it met under that name.
# Once Chicago was written, 19:00 in Shanghai (both are CST) is 19:00 in Chicago; once Dublin was, so are Kolkata and Jerusalem (IST). It depends on what the process
# wrote before, so each file alone looks right. RFC 5545, 3.2.19 and 3.6.5: TZID names the zone that the file defines, and two zones need two names.
# The name itself misleads as well: London is GMT, New York EST, and icalendar 7.3.2 and node-ical 0.27.2, which look names up before they look at the file, read a summer's
# evening an hour late. Guests come hours off. With zones of pytz, whose names vobject knows, all of them are right.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet vobject==0.9.9 icalendar==7.3.2 pytz==2026.6 tzdata==2026.6 >> install.log 2>&1 || { cat install.log; exit 2; }
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error node-ical@0.27.2 > install.log 2>&1 || { cat install.log; exit 2; }
cat > write.py <<'PY'
from datetime import datetime, timezone
from zoneinfo import ZoneInfo
import sys
import icalendar
import pytz
import vobject

def file(start):
    calendar = vobject.iCalendar()
    event = calendar.add("vevent")
    event.add("uid").value = "1"
    event.add("summary").value = "Dinner"
    event.add("dtstart").value = start
    return calendar.serialize()

utc = lambda time: time.astimezone(timezone.utc).strftime("%d %H:%M")
for city in ["America/Chicago", "Asia/Shanghai", "Europe/Dublin", "Asia/Kolkata", "Asia/Jerusalem"]:
    for start in [datetime(2027, 7, 10, 19, tzinfo=ZoneInfo(city)), pytz.timezone(city).localize(datetime(2027, 7, 10, 19))]:
        text = file(start)
        [line] = [line for line in text.splitlines() if line.startswith("DTSTART;")]
        print(line, "| meant", utc(start), "| its own zone says", utc(vobject.readOne(text).vevent.dtstart.value))

for city in ["Europe/London", "America/New_York"]:
    start = datetime(2027, 7, 10, 19, tzinfo=ZoneInfo(city))
    text = file(start)
    print(city, "| meant", utc(start), "| vobject", utc(vobject.readOne(text).vevent.dtstart.value), "| icalendar", utc(icalendar.Calendar.from_ical(text).events[0].start))
    open(city.split("/")[1] + ".ics", "w", newline="").write(text)
PY
cat > read.mjs <<'JS'
import nodeIcal from "node-ical";

for (const city of ["London", "New_York"])
  console.log(city, "| node-ical", nodeIcal.sync.parseFile(`${city}.ics`)[1].start.toISOString().slice(8, 16));
JS
TZ=UTC env/bin/python write.py > seen
TZ=UTC node read.mjs >> seen
cat seen
diff - seen <<'SEEN'
DTSTART;TZID=CST:20270710T190000 | meant 11 00:00 | its own zone says 11 00:00
DTSTART;TZID=America/Chicago:20270710T190000 | meant 11 00:00 | its own zone says 11 00:00
DTSTART;TZID=CST:20270710T190000 | meant 10 11:00 | its own zone says 11 00:00
DTSTART;TZID=Asia/Shanghai:20270710T190000 | meant 10 11:00 | its own zone says 10 11:00
DTSTART;TZID=IST:20270710T190000 | meant 10 18:00 | its own zone says 10 18:00
DTSTART;TZID=Europe/Dublin:20270710T190000 | meant 10 18:00 | its own zone says 10 18:00
DTSTART;TZID=IST:20270710T190000 | meant 10 13:30 | its own zone says 10 18:00
DTSTART;TZID=Asia/Kolkata:20270710T190000 | meant 10 13:30 | its own zone says 10 13:30
DTSTART;TZID=IST:20270710T190000 | meant 10 16:00 | its own zone says 10 18:00
DTSTART;TZID=Asia/Jerusalem:20270710T190000 | meant 10 16:00 | its own zone says 10 16:00
Europe/London | meant 10 18:00 | vobject 10 18:00 | icalendar 10 19:00
America/New_York | meant 10 23:00 | vobject 10 23:00 | icalendar 11 00:00
London | node-ical 10T19:00
New_York | node-ical 11T00:00
SEEN
