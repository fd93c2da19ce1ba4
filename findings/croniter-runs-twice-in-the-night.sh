#!/bin/sh
# croniter 7.0.0 gives a daily job at 02:30 two runs in the night when summer time ends, an hour apart, as 02:30 is had twice. Who sends reminders by it sends them twice.
# The cron that it takes its syntax from has one run there: cron(8), a job with a fixed hour and minute is not run again when the clock goes back less than three hours.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet croniter==7.0.0 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
from datetime import datetime
from zoneinfo import ZoneInfo
from croniter import croniter

runs = croniter("30 2 * * *", datetime(2027, 10, 30, 12, tzinfo=ZoneInfo("Europe/Berlin")))
print(*(runs.get_next(datetime).isoformat(timespec="minutes") for _ in range(3)))
PY
TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
2027-10-31T02:30+02:00 2027-10-31T02:30+01:00 2027-11-01T02:30+01:00
SEEN
