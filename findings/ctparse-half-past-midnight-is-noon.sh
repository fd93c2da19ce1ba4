#!/bin/sh
# ctparse 0.3.6 reads half past midnight as half past noon: "12:30 am" and "12:30 pm" are one to it, and so are "12 am" and "12 pm". A party "10pm - 12:30am" ends at lunch time on the
# next day, and the last bus home goes twelve hours too late. Of "7-9pm" the start is 07:00 in the morning. In a clock of twelve hours the hour after midnight is 12 am (POSIX, strftime: `%I` has the
# hours 01 to 12 and `%p` the half, so 00:30 is 12:30 AM). It is made for bookings in German and English; "19:30 Uhr" and "7pm" are right. python-dateutil 2.9.0.post0 and parsedatetime 2.6
# read both halves. No error is raised: refuse "12 am" before it is parsed, or ask for hours of 24.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet ctparse==0.3.6 parsedatetime==2.6 python-dateutil==2.9.0.post0 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
import datetime

import ctparse
import parsedatetime
from dateutil import parser

now = datetime.datetime(2027, 1, 4, 10, 0)
print("strftime:", now.replace(hour=0, minute=30).strftime("%I:%M %p"), "and", now.replace(hour=12, minute=30).strftime("%I:%M %p"))
for text in ["9 January 12:30 am", "9 January 12:30 pm", "9 January 12 am", "9 January 7pm", "9. Januar, 19:30 Uhr"]:
    print(text)
    print("  ctparse:      ", ctparse.ctparse(text, ts=now, timeout=0).resolution.dt)
    if text.endswith("m"):
        print("  dateutil:     ", parser.parse(text, default=now.replace(hour=0)))
        print("  parsedatetime:", parsedatetime.Calendar().parseDT(text, now)[0])
for text in ["9 January 10pm - 12:30am", "9 January 7-9pm", "9 January 7pm-9pm"]:
    found = ctparse.ctparse(text, ts=now, timeout=0).resolution
    print(text)
    print("  ctparse:      ", found.t_from.dt, "to", found.t_to.dt)
PY
LC_ALL=C TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
strftime: 12:30 AM and 12:30 PM
9 January 12:30 am
  ctparse:       2027-01-09 12:30:00
  dateutil:      2027-01-09 00:30:00
  parsedatetime: 2027-01-09 00:30:00
9 January 12:30 pm
  ctparse:       2027-01-09 12:30:00
  dateutil:      2027-01-09 12:30:00
  parsedatetime: 2027-01-09 12:30:00
9 January 12 am
  ctparse:       2027-01-09 12:00:00
  dateutil:      2027-01-09 00:00:00
  parsedatetime: 2027-01-09 00:00:00
9 January 7pm
  ctparse:       2027-01-09 19:00:00
  dateutil:      2027-01-09 19:00:00
  parsedatetime: 2027-01-09 19:00:00
9. Januar, 19:30 Uhr
  ctparse:       2027-01-09 19:30:00
9 January 10pm - 12:30am
  ctparse:       2027-01-09 22:00:00 to 2027-01-10 12:30:00
9 January 7-9pm
  ctparse:       2027-01-09 07:00:00 to 2027-01-09 21:00:00
9 January 7pm-9pm
  ctparse:       2027-01-09 19:00:00 to 2027-01-09 21:00:00
SEEN
