# Reads a calendar by the caldav library: prints what it has found, and whether it was kept from writing.
import sys
from datetime import datetime

import caldav

NEW = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//reader//reader//EN
BEGIN:VEVENT
UID:written-by-a-reader
DTSTAMP:20260101T000000Z
DTSTART:20260101T000000Z
SUMMARY:Written
END:VEVENT
END:VCALENDAR
"""

url, user, password = sys.argv[1:]
client = caldav.DAVClient(url=url, username=user, password=password)
[calendar] = client.principal().calendars()
titles = sorted(str(event.icalendar_component["summary"]) for event in calendar.events())
print("all\t" + "\t".join(titles))
found = calendar.search(start=datetime(2020, 1, 1), end=datetime(2099, 1, 1), event=True)
print("within\t" + "\t".join(sorted(str(event.icalendar_component["summary"]) for event in found)))
print(f"before\t{len(calendar.search(start=datetime(2001, 1, 1), end=datetime(2002, 1, 1), event=True))}")
changes = calendar.objects_by_sync_token()
changes.sync()
print(f"synced\t{len(list(changes))}")
try:
    calendar.save_event(NEW)
    print("written\tyes")
except caldav.lib.error.PutError:
    print("written\tno")
