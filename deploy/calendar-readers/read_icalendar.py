"""Reads each calendar of a folder with icalendar and recurring-ical-events, and prints what they find in it."""

import datetime
import json
import pathlib
import sys

import icalendar
import recurring_ical_events

FROM = datetime.datetime(2025, 1, 1, tzinfo=datetime.timezone.utc)
UNTIL = datetime.datetime(2040, 1, 1, tzinfo=datetime.timezone.utc)


def told(value):
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def entry(event):
    return {
        "uid": str(event["UID"]),
        "start": told(event.start),
        "end": told(event.end),
        "sequence": int(event["SEQUENCE"]),
        "isCancelled": str(event.get("STATUS", "")) == "CANCELLED",
    }


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.ics")):
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    found = [entry(event) for event in calendar.walk("VEVENT")]
    happening = [entry(event) for event in recurring_ical_events.of(calendar).between(FROM, UNTIL)]
    print(path.stem, json.dumps(found if happening == found else [*found, *happening]), sep="\t")
