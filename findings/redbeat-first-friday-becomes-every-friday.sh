#!/bin/sh
# celery-redbeat 2.4.2, the scheduler that keeps Celery's periodic tasks in Redis, takes the rules of dateutil: byweekday=FR(1) in a MONTHLY rule is the first Friday of each month
# (RFC 5545, 3.3.10, BYDAY=1FR), FR(-1) is the last. It forgets the number when it stores the entry: RedBeatJSONEncoder writes {"__type__": "weekday", "wkday": 4}, whether there is
# one or not. The beat works with what it reads back, so the task runs every Friday, and with count=6 the six months are over in five weeks. dtstart is stored as seconds and an
# offset in minutes, not with its zone: what is due at 19:00 in Berlin comes at 20:00 once summer time begins there, though dateutil and the entry before it was saved say 19:00.
# Neither its documentation nor its tracker speaks of it. No error is raised: guests of a monthly evening are reminded each week, and an hour late.
set -eu
lab=$(mktemp -d)
trap 'test -z "${redis-}" || kill "$redis"; rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet celery-redbeat==2.4.2 celery==5.7.0 redis==5.3.1 python-dateutil==2.9.0.post0 >> install.log 2>&1 ||
  { cat install.log; exit 2; }
redis-server --port 0 --unixsocket "$lab/redis.sock" --save '' --daemonize no > redis.log 2>&1 &
redis=$!
for _ in $(seq 50); do redis-cli -s redis.sock ping > ping.log 2>&1 && break || sleep 0.1; done
cat > try.py <<'PY'
import os
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from celery import Celery
from dateutil.rrule import FR
from redbeat import RedBeatSchedulerEntry
from redbeat.schedules import rrule

app = Celery("reminders", broker="memory://")
app.conf.redbeat_redis_url = f"unix://{os.getcwd()}/redis.sock"
berlin = ZoneInfo("Europe/Berlin")
for name, schedule in {
    "first Friday of the month, six times": rrule("MONTHLY", dtstart=datetime(2027, 1, 1, 19, tzinfo=timezone.utc), byweekday=FR(1), count=6),
    "last Friday of the month, six times": rrule("MONTHLY", dtstart=datetime(2027, 1, 1, 19, tzinfo=timezone.utc), byweekday=[FR(-1)], count=6),
    "every week at 19:00 in Berlin": rrule("WEEKLY", dtstart=datetime(2027, 3, 15, 19, tzinfo=berlin), count=4),
}.items():
    entry = RedBeatSchedulerEntry(name, "remind", schedule, app=app)
    entry.save()
    stored = RedBeatSchedulerEntry.from_key(entry.key, app=app)
    print(name)
    for what, rule in ("  before", entry.schedule.rrule), ("  stored", stored.schedule.rrule):
        print(what, *(day.astimezone(schedule.dtstart.tzinfo).strftime("%d.%m. %H:%M") for day in rule), sep=" | ")
PY
TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
first Friday of the month, six times
  before | 01.01. 19:00 | 05.02. 19:00 | 05.03. 19:00 | 02.04. 19:00 | 07.05. 19:00 | 04.06. 19:00
  stored | 01.01. 19:00 | 08.01. 19:00 | 15.01. 19:00 | 22.01. 19:00 | 29.01. 19:00 | 05.02. 19:00
last Friday of the month, six times
  before | 29.01. 19:00 | 26.02. 19:00 | 26.03. 19:00 | 30.04. 19:00 | 28.05. 19:00 | 25.06. 19:00
  stored | 01.01. 19:00 | 08.01. 19:00 | 15.01. 19:00 | 22.01. 19:00 | 29.01. 19:00 | 05.02. 19:00
every week at 19:00 in Berlin
  before | 15.03. 19:00 | 22.03. 19:00 | 29.03. 19:00 | 05.04. 19:00
  stored | 15.03. 19:00 | 22.03. 19:00 | 29.03. 20:00 | 05.04. 20:00
SEEN
