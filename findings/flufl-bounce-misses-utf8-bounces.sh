#!/bin/sh
# flufl.bounce 6.0.0 finds no failure in a bounce that names its recipient as `utf-8;`, even if the address is plain ASCII, nor in any of the type
# `message/global-delivery-status`. RFC 6533, 3 and 4: that is how servers which speak SMTPUTF8 may answer mail that was sent with it. Such an address is mailed for ever.
# With `rfc822;` in `message/delivery-status`, the same bounce is found.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet flufl.bounce==6.0.0 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
from email import message_from_string
from flufl.bounce import all_failures

def bounce(kind, recipient):
    parts = ["From: MAILER-DAEMON@mx.example.org", "To: bounces@example.org", "Subject: Undelivered mail", "MIME-Version: 1.0",
             'Content-Type: multipart/report; report-type=' + kind + '; boundary="b"', "", "--b", "Content-Type: text/plain", "", "The address is unknown.", "", "--b",
             f"Content-Type: message/{kind}", "", "Reporting-MTA: dns; mx.example.org", "", f"Final-Recipient: {recipient}", "Action: failed", "Status: 5.1.1", "", "--b--", ""]
    return message_from_string("\n".join(parts))

for kind in ["delivery-status", "global-delivery-status"]:
    for recipient in ["rfc822; anna@example.net", "utf-8; anna@example.net"]:
        print(kind, "|", recipient, "|", *(sorted(found) for found in all_failures(bounce(kind, recipient))))
PY
TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
delivery-status | rfc822; anna@example.net | [] [b'anna@example.net']
delivery-status | utf-8; anna@example.net | [] []
global-delivery-status | rfc822; anna@example.net | [] []
global-delivery-status | utf-8; anna@example.net | [] []
SEEN
