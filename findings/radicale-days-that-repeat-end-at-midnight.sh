#!/bin/sh
# Radicale 3.9.0 finds a whole day that repeats only by its midnight, where the event names no end: a query for the morning of that day leaves it out.
# RFC 5545, 3.6.1: an event with a date and neither DTEND nor DURATION takes one day; RFC 4791, 9.9, has the same row for queries.
# With the same day as DTEND it is found all day, and so is one that does not repeat.
set -eu
lab=$(mktemp -d)
trap 'kill "$(cat "$lab/pid")" 2>/dev/null || true; rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check Radicale==3.9.0 vobject==0.9.9 python-dateutil==2.9.0.post0
cat > lab.py <<'PY'
import base64, http.client, re, socket, subprocess, time

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
with open("config", "w") as config:
    config.write(f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[storage]\nfilesystem_folder = collections\n")
with open("server.log", "w") as log:
    server = subprocess.Popen(["venv/bin/radicale", "--config", "config"], stdout=log, stderr=log)
open("pid", "w").write(str(server.pid))


def ask(method, path, body="", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    sign_in = "Basic " + base64.b64encode(b"ada:none").decode()
    kind = "text/calendar" if method == "PUT" else "text/xml"
    connection.request(method, path, body, {"Authorization": sign_in, "Content-Type": kind, **headers})
    return connection.getresponse().read().decode()


for _ in range(100):
    try:
        ask("OPTIONS", "/")
        break
    except OSError:
        time.sleep(0.2)
ask("MKCALENDAR", "/ada/days/")
events = {
    "once": ["DTSTART;VALUE=DATE:20270110"],
    "daily": ["DTSTART;VALUE=DATE:20270110", "RRULE:FREQ=DAILY;COUNT=3"],
    "daily, with DTEND": ["DTSTART;VALUE=DATE:20270110", "DTEND;VALUE=DATE:20270111", "RRULE:FREQ=DAILY;COUNT=3"],
}
for number, lines in enumerate(events.values()):
    event = ["BEGIN:VEVENT", f"UID:{number}", "DTSTAMP:20261101T000000Z", "SUMMARY:Fair", *lines, "END:VEVENT"]
    calendar = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", *event, "END:VCALENDAR", ""]
    ask("PUT", f"/ada/days/{number}.ics", "\r\n".join(calendar))
for name, start, end in [("first minute", "000000", "000100"), ("morning", "090000", "120000"), ("rest of the day", "000100", "235900")]:
    query = (
        '<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop><C:filter>'
        '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
        f'<C:time-range start="20270110T{start}Z" end="20270110T{end}Z"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>'
    )
    found = re.findall(r"(\d)\.ics", ask("REPORT", "/ada/days/", query, Depth="1"))
    print(f"{name}:", "; ".join(list(events)[int(at)] for at in sorted(set(found))))
server.terminate()
PY
venv/bin/python lab.py > seen
cat seen
diff - seen <<'SEEN'
first minute: once; daily; daily, with DTEND
morning: once; daily, with DTEND
rest of the day: once; daily, with DTEND
SEEN
