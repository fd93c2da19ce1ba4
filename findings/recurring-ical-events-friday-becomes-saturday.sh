#!/bin/sh
# recurring-ical-events 3.8.2 tells the evenings of a series by way of x-wr-timezone 2.0.1, which takes a calendar with X-WR-TIMEZONE ("to a strict RFC 5545" calendar, says its readme) from UTC to that zone: it moves
# DTSTART and leaves BYDAY and BYMONTHDAY as they were. "Saturdays at 00:00Z", Fridays at 19:00 in New York, become Saturdays at 19:00: the second evening is a day late, and as the first is
# now outside of the rule, COUNT=3 gives four. "Fridays at 19:00Z" in a calendar of Tokyo, where that is Saturday at 04:00, becomes Friday at 04:00, a day early. RFC 5545, 3.8.5.3:
# DTSTART SHOULD be in step with the rule, and the days of a rule are those of the clock that DTSTART is written in; the RFC does not know X-WR-TIMEZONE, and without that line all dates are
# right. Rules without a day come out right as well, so does the hour. Nothing is raised, and neither readme says so: who is told the evenings by it stands before a closed door.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet recurring-ical-events==3.8.2 x-wr-timezone==2.0.1 icalendar==7.3.2 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
from zoneinfo import ZoneInfo
import icalendar, recurring_ical_events, x_wr_timezone

def calendar(zone, start, rule):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", *([f"X-WR-TIMEZONE:{zone}"] if zone else []), "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z",
             f"DTSTART:{start}", "DURATION:PT2H", f"RRULE:{rule}", "END:VEVENT", "END:VCALENDAR", ""]
    return icalendar.Calendar.from_ical("\r\n".join(lines))

for place, start, rule in [
    ("America/New_York", "20270109T000000Z", "FREQ=WEEKLY;BYDAY=SA;COUNT=3"),
    ("America/New_York", "20270201T000000Z", "FREQ=MONTHLY;BYMONTHDAY=1;COUNT=3"),
    ("Asia/Tokyo", "20270108T190000Z", "FREQ=WEEKLY;BYDAY=FR;COUNT=3"),
    ("Asia/Tokyo", "20270108T190000Z", "FREQ=WEEKLY;COUNT=3"),
]:
    print(place, start, rule)
    for zone in [None, place]:
        events = recurring_ical_events.of(calendar(zone, start, rule)).between((2027, 1, 1), (2027, 6, 1))
        starts = sorted(event["DTSTART"].dt for event in events)
        print("  with   " if zone else "  without", ", ".join(f"{one.astimezone(ZoneInfo(place)):%a %d %b %H:%M}" for one in starts))
    [event] = x_wr_timezone.to_standard(calendar(place, start, rule)).events
    print("  written", event["DTSTART"].dt.strftime("%a %d %b %H:%M"), event["RRULE"].to_ical().decode())
PY
TZ=UTC env/bin/python try.py > seen 2> said || { cat said; exit 1; }
cat seen
diff - seen <<'SEEN'
America/New_York 20270109T000000Z FREQ=WEEKLY;BYDAY=SA;COUNT=3
  without Fri 08 Jan 19:00, Fri 15 Jan 19:00, Fri 22 Jan 19:00
  with    Fri 08 Jan 19:00, Sat 09 Jan 19:00, Sat 16 Jan 19:00, Sat 23 Jan 19:00
  written Fri 08 Jan 19:00 FREQ=WEEKLY;COUNT=3;BYDAY=SA
America/New_York 20270201T000000Z FREQ=MONTHLY;BYMONTHDAY=1;COUNT=3
  without Sun 31 Jan 19:00, Sun 28 Feb 19:00, Wed 31 Mar 20:00
  with    Sun 31 Jan 19:00, Mon 01 Feb 19:00, Mon 01 Mar 19:00, Thu 01 Apr 19:00
  written Sun 31 Jan 19:00 FREQ=MONTHLY;COUNT=3;BYMONTHDAY=1
Asia/Tokyo 20270108T190000Z FREQ=WEEKLY;BYDAY=FR;COUNT=3
  without Sat 09 Jan 04:00, Sat 16 Jan 04:00, Sat 23 Jan 04:00
  with    Sat 09 Jan 04:00, Fri 15 Jan 04:00, Fri 22 Jan 04:00, Fri 29 Jan 04:00
  written Sat 09 Jan 04:00 FREQ=WEEKLY;COUNT=3;BYDAY=FR
Asia/Tokyo 20270108T190000Z FREQ=WEEKLY;COUNT=3
  without Sat 09 Jan 04:00, Sat 16 Jan 04:00, Sat 23 Jan 04:00
  with    Sat 09 Jan 04:00, Sat 16 Jan 04:00, Sat 23 Jan 04:00
  written Sat 09 Jan 04:00 FREQ=WEEKLY;COUNT=3
SEEN
