#!/bin/sh
# The import of icalevents 0.3.1 changes what icalendar 7.3.2 says in all of the process: times have zones of pytz from then on, and these do not follow the clock when a
# duration is added. The end of an event over the night of the change, a day after 19:00, was 19:00 in summer time and is 19:00 in winter time, an hour later; any
# end = start + duration of the program's own moves likewise. Two libraries that never call one another are so tied by the order of imports.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet icalendar==7.3.2 icalevents==0.3.1 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
from icalendar import Calendar

text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z",
                    "DTSTART;TZID=Europe/Berlin:20270327T190000", "DURATION:P1D", "SUMMARY:Hike", "END:VEVENT", "END:VCALENDAR", ""])

def told():
    event = Calendar.from_ical(text).events[0]
    return f"{type(event.start.tzinfo).__module__.split('.')[0]} {event.end.isoformat()}"

print("before", told())
import icalevents.icalevents
print("after ", told())
PY
TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
before zoneinfo 2027-03-28T19:00:00+02:00
after  pytz 2027-03-28T19:00:00+01:00
SEEN
