#!/bin/sh
# Xandikos 0.4.10 answers the same query otherwise once it was asked several times: from then on it looks into an index, which knows a series by its first event and rule
# alone. A date that was taken out is found again, one that was moved is found where it was and not where it is, and one that was added is not found. RFC 4791, 9.9: a
# recurring event matches where one of its instances overlaps the range, with those that are overridden where they are then; so does the first answer say.
set -eu
lab=$(mktemp -d)
trap 'kill "$(cat "$lab/pid")" 2>/dev/null || true; rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check xandikos==0.4.10 icalendar==7.3.2 recurring-ical-events==3.8.2 aiohttp==3.14.5 dulwich==1.2.21 python-dateutil==2.9.0.post0
cat > lab.py <<'PY'
import http.client, re, socket, subprocess, time

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
command = ["venv/bin/xandikos", "serve", "--directory", "data", "--defaults", "--listen-address", "127.0.0.1", "--port", str(port)]
with open("server.log", "w") as log:
    server = subprocess.Popen([*command, "--no-detect-systemd", "--current-user-principal", "/user/"], stdout=log, stderr=log)
open("pid", "w").write(str(server.pid))


def ask(method, path, body="", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    kind = "text/xml" if method == "REPORT" else "text/calendar"
    connection.request(method, path, body, {"Content-Type": kind, **headers})
    return connection.getresponse().read().decode()


for _ in range(100):
    try:
        ask("OPTIONS", "/")
        break
    except OSError:
        time.sleep(0.2)
folder = "/user/calendars/calendar/"


def vevent(uid, *lines):
    return ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T000000Z", "SUMMARY:Dinner", *lines, "END:VEVENT"]


def found_on(day):
    query = (
        '<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop><C:filter>'
        '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
        f'<C:time-range start="{day}T000000Z" end="{day}T235900Z"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>'
    )
    return sorted(set(re.findall(r"(\w+)\.ics", ask("REPORT", folder, query, Depth="1"))))


daily = ["DTSTART:20270110T180000Z", "DTEND:20270110T190000Z", "RRULE:FREQ=DAILY;COUNT=4"]
moved = ["RECURRENCE-ID:20270112T180000Z", "DTSTART:20270301T180000Z", "DTEND:20270301T190000Z"]
series = {
    "shortened": vevent("a", *daily, "EXDATE:20270112T180000Z"),
    "moved": vevent("b", *daily) + vevent("b", *moved),
    "extended": vevent("c", *daily, "RDATE:20270301T180000Z"),
}
for name, events in series.items():
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", *events, "END:VCALENDAR", ""]
    ask("PUT", f"{folder}{name}.ics", "\r\n".join(lines))
days = {"the second day": "20270111", "the third": "20270112", "the first of March": "20270301"}
for when in ["asked first", "asked for the tenth time"]:
    for day, date in days.items():
        print(f"{when}, {day}: {', '.join(found_on(date)) or 'nothing'}")
    for _ in range(8):
        for date in days.values():
            found_on(date)
server.terminate()
PY
venv/bin/python lab.py > seen
cat seen
diff - seen <<'SEEN'
asked first, the second day: extended, moved, shortened
asked first, the third: extended
asked first, the first of March: extended, moved
asked for the tenth time, the second day: extended, moved, shortened
asked for the tenth time, the third: extended, moved, shortened
asked for the tenth time, the first of March: nothing
SEEN
