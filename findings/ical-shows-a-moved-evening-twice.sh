#!/bin/sh
# ical 14.3.1 for Python (Home Assistant reads calendars with it) shows an evening that was moved twice, at its old time and at its new one, where series and move write the same moment in
# different ways: the series has `DTSTART;TZID=Europe/Berlin:20270110T190000`, the move `RECURRENCE-ID:20270111T180000Z`. It compares the digits of both and leaves the zones out.
# RFC 5545, 3.8.4.4: RECURRENCE-ID has to be a local time without a zone (3.3.5, form 1) if and only if DTSTART is one, so that a zone may go with UTC or with another zone; ical.js has a
# case for it, since iCloud writes such files. An evening that was cancelled stays too, as if it took place, beside the cancelled one. Guests come to a locked hall, and nothing is raised.
# With one zone in both, all is right. recurring-ical-events 3.8.2 moves the evening in each case.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet ical==14.3.1 icalendar==7.3.2 recurring-ical-events==3.8.2 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
from datetime import timezone

import icalendar
import recurring_ical_events
from ical.calendar_stream import IcsCalendarStream


def file(start, name, change):
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN"]
    event = ["BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z", "SUMMARY:Rehearsal", "DURATION:PT1H"]
    return "\r\n".join([*head, *event, start, "RRULE:FREQ=DAILY;COUNT=3", "END:VEVENT", *event, name, *change, "END:VEVENT", "END:VCALENDAR", ""])


def line(when, status):
    return when.astimezone(timezone.utc).strftime("%d %H:%M") + (" (cancelled)" if status == "CANCELLED" else "")


berlin, utc = "DTSTART;TZID=Europe/Berlin:20270110T190000", "DTSTART:20270110T180000Z"
moved = ["DTSTART:20270115T180000Z"]
cancelled = ["DTSTART;TZID=Europe/Berlin:20270111T190000", "STATUS:CANCELLED"]
for start, name, change in [
    (berlin, "RECURRENCE-ID;TZID=Europe/Berlin:20270111T190000", moved),
    (berlin, "RECURRENCE-ID:20270111T180000Z", moved),
    (berlin, "RECURRENCE-ID;TZID=Europe/London:20270111T180000", moved),
    (utc, "RECURRENCE-ID;TZID=Europe/Berlin:20270111T190000", moved),
    (berlin, "RECURRENCE-ID;TZID=Europe/Berlin:20270111T190000", cancelled),
    (berlin, "RECURRENCE-ID:20270111T180000Z", cancelled),
]:
    text = file(start, name, change)
    print(start, name, change[-1])
    print("  ical:                 ", ", ".join(line(e.start, e.status) for e in IcsCalendarStream.calendar_from_ics(text).timeline_tz(timezone.utc)))
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between((2027, 1, 1), (2027, 2, 1))
    print("  recurring-ical-events:", ", ".join(line(e.start, e.get("STATUS")) for e in sorted(found, key=lambda e: e.start)))
PY
TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
DTSTART;TZID=Europe/Berlin:20270110T190000 RECURRENCE-ID;TZID=Europe/Berlin:20270111T190000 DTSTART:20270115T180000Z
  ical:                  10 18:00, 12 18:00, 15 18:00
  recurring-ical-events: 10 18:00, 12 18:00, 15 18:00
DTSTART;TZID=Europe/Berlin:20270110T190000 RECURRENCE-ID:20270111T180000Z DTSTART:20270115T180000Z
  ical:                  10 18:00, 11 18:00, 12 18:00, 15 18:00
  recurring-ical-events: 10 18:00, 12 18:00, 15 18:00
DTSTART;TZID=Europe/Berlin:20270110T190000 RECURRENCE-ID;TZID=Europe/London:20270111T180000 DTSTART:20270115T180000Z
  ical:                  10 18:00, 11 18:00, 12 18:00, 15 18:00
  recurring-ical-events: 10 18:00, 12 18:00, 15 18:00
DTSTART:20270110T180000Z RECURRENCE-ID;TZID=Europe/Berlin:20270111T190000 DTSTART:20270115T180000Z
  ical:                  10 18:00, 11 18:00, 12 18:00, 15 18:00
  recurring-ical-events: 10 18:00, 12 18:00, 15 18:00
DTSTART;TZID=Europe/Berlin:20270110T190000 RECURRENCE-ID;TZID=Europe/Berlin:20270111T190000 STATUS:CANCELLED
  ical:                  10 18:00, 11 18:00 (cancelled), 12 18:00
  recurring-ical-events: 10 18:00, 11 18:00 (cancelled), 12 18:00
DTSTART;TZID=Europe/Berlin:20270110T190000 RECURRENCE-ID:20270111T180000Z STATUS:CANCELLED
  ical:                  10 18:00, 11 18:00 (cancelled), 11 18:00, 12 18:00
  recurring-ical-events: 10 18:00, 11 18:00 (cancelled), 12 18:00
SEEN
