#!/bin/sh
# A DURATION of `P1D` and one of `PT24H` end at different times when the clocks change in between (RFC 5545, 3.3.6: days are nominal, hours exact): begun at 19:00
# the evening before summer time, a day ends at 19:00 and 24 hours end at 20:00. icalendar 7.3.2 ends both at 19:00, so a night shift of `PT8H` has seven hours;
# icalevents 0.3.1 ends both at 20:00. Each is wrong for one of the two; an end that is told by DTEND is safe in both.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet icalendar==7.3.2 icalevents==0.3.1 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
from datetime import datetime, timezone
from icalendar import Calendar

def file(duration, start):
    event = ["BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z", f"DTSTART;TZID=Europe/Berlin:{start}", f"DURATION:{duration}", "SUMMARY:Shift", "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", *event, "END:VCALENDAR", ""])

def told(start, end):
    return f"{end.isoformat()} after {(end.astimezone(timezone.utc) - start.astimezone(timezone.utc)).total_seconds() / 3600:g} h"

files = [("P1D", "20270327T190000"), ("PT24H", "20270327T190000"), ("PT8H", "20270327T220000")]
for duration, start in files:
    event = Calendar.from_ical(file(duration, start)).events[0]
    print(duration, "icalendar", told(event.start, event.end))

# Imported only now: it gives icalendar other zones.
from icalevents.icalevents import events

for duration, start in files:
    [event] = events(string_content=file(duration, start).encode(), start=datetime(2027, 3, 1), end=datetime(2027, 4, 1))
    print(duration, "icalevents", told(event.start, event.end))
PY
TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
P1D icalendar 2027-03-28T19:00:00+02:00 after 23 h
PT24H icalendar 2027-03-28T19:00:00+02:00 after 23 h
PT8H icalendar 2027-03-28T06:00:00+02:00 after 7 h
P1D icalevents 2027-03-28T18:00:00+00:00 after 24 h
PT24H icalevents 2027-03-28T18:00:00+00:00 after 24 h
PT8H icalevents 2027-03-28T05:00:00+00:00 after 8 h
SEEN
