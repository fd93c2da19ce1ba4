#!/bin/sh
# icalendar-searcher 1.3.0, which filters and sorts for caldav 3.6.0, the CalDAV client of Python, sorts times by what their clocks show: 20:00 in Berlin (`DTSTART;TZID=Europe/Berlin`) comes behind
# 19:30 in UTC (`DTSTART:…Z`), which is half an hour later. Two programs that write into one calendar, one in zones and one in UTC, are enough, and so are halls in two zones. RFC 5545, 3.3.5: a time
# in UTC or with a zone is one moment. It makes a text of each by strftime("%F%H%M%S") and compares the texts. `isnt_overdue`, a sort key of its own, compares such a text with the machine's own clock in
# the same way: on a server in New York what was due an hour ago in UTC is not overdue for hours, on one in Tokyo what is due in an hour is. Its readme says nothing of zones beside sorting, its source
# has only recurring events as not thought of, and no error is raised: who takes the first of the sorted list for the next evening opens the doors of the wrong hall, and guests whose
# answer is still due are told that it is too late. Its filter by time takes the same times as moments.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet icalendar-searcher==1.3.0 icalendar==7.3.2 tzdata==2026.6 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
from datetime import datetime, timedelta, timezone
import os
import time

from icalendar import Calendar
from icalendar_searcher import Searcher

def calendar(kind, *lines):
    return Calendar.from_ical("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", f"BEGIN:{kind}", "UID:1", "DTSTAMP:20261101T000000Z", *lines, f"END:{kind}", "END:VCALENDAR", ""]))

evenings = [
    calendar("VEVENT", "DTSTART:20270110T193000Z", "SUMMARY:concert"),
    calendar("VEVENT", "DTSTART;TZID=Europe/Berlin:20270110T200000", "SUMMARY:dinner"),
    calendar("VEVENT", "DTSTART;TZID=America/New_York:20270110T150000", "SUMMARY:call"),
]
searcher = Searcher(event=True)
searcher.add_sort_key("dtstart")
for found in searcher.sort(evenings):
    event = found.events[0]
    print(event["SUMMARY"], event.start, "is", event.start.astimezone(timezone.utc).strftime("%H:%M"), "UTC")
within = Searcher(event=True, start=datetime(2027, 1, 10, 18, 45, tzinfo=timezone.utc), end=datetime(2027, 1, 10, 19, 15, tzinfo=timezone.utc))
print("found from 18:45 to 19:15 UTC:", [str(found.events[0]["SUMMARY"]) for found in within.filter(evenings)])

for name, hours in [("an hour ago", -1), ("in an hour", 1)]:
    task = calendar("VTODO", f"DUE:{datetime.now(timezone.utc) + timedelta(hours=hours):%Y%m%dT%H%M%SZ}", "SUMMARY:answer")
    searcher = Searcher(todo=True)
    searcher.add_sort_key("isnt_overdue")
    for zone in ["UTC", "America/New_York", "Asia/Tokyo"]:
        os.environ["TZ"] = zone
        time.tzset()
        print("due", name, "| on a server in", zone, "| overdue:", not searcher.sorting_value(task)[0])
PY
TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
call 2027-01-10 15:00:00-05:00 is 20:00 UTC
concert 2027-01-10 19:30:00+00:00 is 19:30 UTC
dinner 2027-01-10 20:00:00+01:00 is 19:00 UTC
found from 18:45 to 19:15 UTC: ['dinner']
due an hour ago | on a server in UTC | overdue: True
due an hour ago | on a server in America/New_York | overdue: False
due an hour ago | on a server in Asia/Tokyo | overdue: True
due in an hour | on a server in UTC | overdue: False
due in an hour | on a server in America/New_York | overdue: False
due in an hour | on a server in Asia/Tokyo | overdue: True
SEEN
