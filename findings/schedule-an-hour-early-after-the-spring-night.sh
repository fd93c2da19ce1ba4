#!/bin/sh
# schedule 1.2.2 (Python) goes astray on the day after summer time began, if the hour of a job does not exist that day. Daily at 02:30 in Berlin it runs on Sunday 28 March 2027 at 03:30, as it should, and on Monday
# at 01:30 and at 02:30; its documentation (Timezones) has this very case: "the job will run once at 03:30. The day after it will return to normal and run at 02:30." In Cairo and Beirut the hour that is
# left out is the one after midnight: "day at 00:00" in Cairo runs on Friday 30 April at 01:00 and then from 23:00 to midnight each time that it is asked, 60 times in a loop that asks each minute,
# 3600 with the sleep(1) of its readme. After the run at 01:00 _move_to_at_time goes back to 00:00 of the same day, which is not there, and comes to 23:00 of the day before in the old offset; a day is added to that,
# and _correct_utc_offset puts the hour right only where the offset changes once more; at 23:00 the same sum ends at 23:00 again. Nothing is raised: who sends reminders by it sends
# them an hour early and twice, or for an hour without end.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet schedule==1.2.2 pytz==2026.6 freezegun==1.5.5 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
import datetime
from itertools import groupby
import pytz
import schedule
from freezegun import freeze_time

def runs(zone, job, begin, days):
    schedule.clear()
    hits = []
    with freeze_time(begin) as clock:
        job(schedule.every()).do(lambda: hits.append(datetime.datetime.now(pytz.timezone(zone))))
        for _ in range(days * 24 * 60):
            schedule.run_pending()
            clock.tick(datetime.timedelta(minutes=1))
    for _, of_an_hour in groupby(hits, lambda hit: f"{hit:%a %d %b %H}"):
        times = list(of_an_hour)
        yield f"{times[0]:%a %d %b %H:%M}" + (f" ({len(times)} times till {times[-1]:%H:%M})" if len(times) > 1 else "")

for zone, what, job, begin, days in [
    ("Europe/Berlin", "day at 02:30", lambda every: every.day.at("02:30", "Europe/Berlin"), "2027-03-27 06:00", 4),
    ("Europe/Berlin", "day at 03:30", lambda every: every.day.at("03:30", "Europe/Berlin"), "2027-03-27 06:00", 4),
    ("America/New_York", "day at 02:30", lambda every: every.day.at("02:30", "America/New_York"), "2027-03-13 12:00", 4),
    ("Africa/Cairo", "day at 00:00", lambda every: every.day.at("00:00", "Africa/Cairo"), "2027-04-29 06:00", 4),
    ("Asia/Beirut", "day at 00:00", lambda every: every.day.at("00:00", "Asia/Beirut"), "2027-03-27 06:00", 4),
    ("Africa/Cairo", "friday at 00:00", lambda every: every.friday.at("00:00", "Africa/Cairo"), "2027-04-29 06:00", 16),
]:
    print(f"{zone}, {what}:", ", ".join(runs(zone, job, begin, days)))
PY
TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
Europe/Berlin, day at 02:30: Sun 28 Mar 03:30, Mon 29 Mar 01:30, Mon 29 Mar 02:30, Tue 30 Mar 02:30, Wed 31 Mar 02:30
Europe/Berlin, day at 03:30: Sun 28 Mar 03:30, Mon 29 Mar 03:30, Tue 30 Mar 03:30, Wed 31 Mar 03:30
America/New_York, day at 02:30: Sun 14 Mar 03:30, Mon 15 Mar 01:30, Mon 15 Mar 02:30, Tue 16 Mar 02:30, Wed 17 Mar 02:30
Africa/Cairo, day at 00:00: Fri 30 Apr 01:00, Fri 30 Apr 23:00 (60 times till 23:59), Sat 01 May 00:00, Sun 02 May 00:00, Mon 03 May 00:00
Asia/Beirut, day at 00:00: Sun 28 Mar 01:00, Sun 28 Mar 23:00 (60 times till 23:59), Mon 29 Mar 00:00, Tue 30 Mar 00:00, Wed 31 Mar 00:00
Africa/Cairo, friday at 00:00: Fri 30 Apr 01:00, Thu 06 May 23:00, Fri 07 May 00:00, Fri 14 May 00:00
SEEN
