#!/bin/sh
# dateparser 1.5.0 takes the hour of a German appointment for its year: "12. Dezember, 19 Uhr" is 12 December 2019, and with PREFER_DATES_FROM "future" it is in 2119. "Freitag 19 Uhr"
# is the 19th of the month, a Thursday, and of "übermorgen um 19 Uhr" the hour is lost: it is the present one. With the year in the date nothing is read at all.
# A full hour is said so in German ("19 Uhr"), and invitations mostly begin on one: read by this, they are filed years away, without an error. With minutes, "19:00 Uhr", the same
# dates are right: put ":00" there before parsing, and refuse what is not in the near future.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet dateparser==1.5.0 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
from datetime import datetime
import dateparser

now = datetime(2026, 11, 30, 12)
for day in ["12. Dezember", "Samstag, 12. Dezember", "12. Dezember 2026", "Freitag", "übermorgen"]:
    for hour in ["19 Uhr", "19:00 Uhr"]:
        read = [dateparser.parse(f"{day}, {hour}", languages=["de"], settings={"RELATIVE_BASE": now, "PREFER_DATES_FROM": prefer}) for prefer in ["current_period", "future"]]
        print(f"{day}, {hour}:", *(date and date.isoformat(timespec="minutes") for date in read))
PY
TZ=UTC PYTHONWARNINGS=ignore env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
12. Dezember, 19 Uhr: 2019-12-12T00:00 2119-12-12T00:00
12. Dezember, 19:00 Uhr: 2026-12-12T19:00 2026-12-12T19:00
Samstag, 12. Dezember, 19 Uhr: 2019-12-12T00:00 2119-12-12T00:00
Samstag, 12. Dezember, 19:00 Uhr: 2026-12-12T19:00 2026-12-12T19:00
12. Dezember 2026, 19 Uhr: None None
12. Dezember 2026, 19:00 Uhr: 2026-12-12T19:00 2026-12-12T19:00
Freitag, 19 Uhr: 2026-11-19T00:00 2026-11-19T00:00
Freitag, 19:00 Uhr: 2026-11-27T19:00 2026-12-04T19:00
übermorgen, 19 Uhr: 2026-12-02T12:00 2026-12-02T12:00
übermorgen, 19:00 Uhr: 2026-12-02T19:00 2026-12-02T19:00
SEEN
