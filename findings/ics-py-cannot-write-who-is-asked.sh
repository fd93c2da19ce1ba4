#!/bin/sh
# ics 0.7.2 (Python) reads an invitation that asks for an answer (`RSVP=TRUE`) and cannot write it again: a TypeError. It quotes no name either:
# `CN="Doe; Jane"` is written as `CN=Doe\; Jane`. RFC 5545, 3.2.17: RSVP is a boolean; 3.2: a value with `;`, `:` or `,` is quoted, and a
# parameter knows no backslash: vobject cannot read that line, and with it the whole file.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet ics==0.7.2 arrow==1.3.0 tatsu==5.8.3 vobject==0.9.9 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
from ics import Calendar
import vobject

def written(attendee):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", "METHOD:REQUEST", "BEGIN:VEVENT", "UID:1@example.org", "DTSTAMP:20261101T100000Z",
             "DTSTART:20261224T180000Z", "SUMMARY:Dinner", attendee, "END:VEVENT", "END:VCALENDAR", ""]
    text = "\r\n".join(lines)
    vobject.readOne(text)
    try:
        return Calendar(text).serialize()
    except TypeError as error:
        return f"ATTENDEE: TypeError: {error}"

def told(text):
    return next(line for line in text.splitlines() if line.startswith("ATTENDEE"))

print(told(written("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:jane@example.org")))
print(told(written("ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:jane@example.org")))
quoted = written('ATTENDEE;CN="Doe; Jane":mailto:jane@example.org')
print(told(quoted))
try:
    vobject.readOne(quoted)
except vobject.base.ParseError as error:
    print("vobject", error)
PY
TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
ATTENDEE;CN=jane@example.org;PARTSTAT=NEEDS-ACTION:mailto:jane@example.org
ATTENDEE: TypeError: sequence item 0: expected str instance, bool found
ATTENDEE;CN=Doe\; Jane:mailto:jane@example.org
vobject At line 11: Failed to parse line: ATTENDEE;CN=Doe\; Jane:mailto:jane@example.org
SEEN
