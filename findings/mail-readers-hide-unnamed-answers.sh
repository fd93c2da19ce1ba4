#!/bin/sh
# imap_tools 1.16.0 for Python and email for Go (jordan-wright/email of 9 January 2021, its newest; `NewEmailFromReader`) do not hand out the part of a mail that holds a guest's answer, if it has
# no file name: it is not among the texts, nor the attachments. RFC 6047, 2.4: an answer is a part of type text/calendar with `method=REPLY`; a name and Content-Disposition are not asked for,
# and Exchange sends it so, beside the text. Google's answers have a copy with a name, "invite.ics", which both find; so a test with Gmail is content, and guests
# who answer from Outlook have never answered. The status of a delivery report (message/delivery-status; RFC 3464, 2.1) is hidden likewise, so that nobody learns whose invitation came back.
# imap_tools passes over each part without a name or a Content-ID that is no text or HTML, the Go library each that is not called an attachment. The readme of the one says `attachments` and
# of the other "parsed data", of what is left out nothing. imap_tools' `text` has the text of an attached mail in it as well, joined without a space. No error is raised, and nothing is logged.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
head() {
  printf '%s\r\n' 'From: Anna Berg <anna@example.org>' 'To: host@example.org' 'Subject: Accepted: Dinner' 'Date: Tue, 12 Jan 2027 19:00:00 +0100' 'MIME-Version: 1.0' \
    "Content-Type: $1; boundary=\"b\"" '' --b 'Content-Type: text/plain; charset=utf-8' ''
}
calendar() {
  printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//example//example//EN METHOD:REPLY BEGIN:VEVENT UID:1 DTSTAMP:20270101T000000Z \
    'ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@example.org' ORGANIZER:mailto:host@example.org END:VEVENT END:VCALENDAR
}
{
  head multipart/alternative
  printf '%s\r\n' 'Anna accepts.' --b 'Content-Type: text/calendar; charset=utf-8; method=REPLY' ''
  calendar
  printf '%s\r\n' --b--
} > unnamed.eml
{
  head multipart/mixed
  printf '%s\r\n' 'Anna accepts.' --b 'Content-Type: text/calendar; charset=utf-8; method=REPLY; name="invite.ics"' 'Content-Disposition: attachment; filename="invite.ics"' ''
  calendar
  printf '%s\r\n' --b--
} > named.eml
{
  head 'multipart/report; report-type=delivery-status'
  printf '%s\r\n' 'Your mail came back.' --b 'Content-Type: message/delivery-status' '' 'Reporting-MTA: dns; mx.example.org' '' 'Final-Recipient: rfc822; anna@example.net' 'Action: failed' 'Status: 5.1.1' '' \
    --b 'Content-Type: message/rfc822' '' 'From: host@example.org' 'To: anna@example.net' 'Subject: Dinner' 'Content-Type: text/plain' '' 'Come to dinner?' --b--
} > report.eml
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet imap-tools==1.16.0 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > read.py <<'PY'
from imap_tools import MailMessage

for name in ["unnamed", "named", "report"]:
    mail = MailMessage.from_bytes(open(f"{name}.eml", "rb").read())
    print(f"imap_tools {name}: text {mail.text.strip()!r}, html {mail.html!r}, attachments {[(part.filename, part.content_type) for part in mail.attachments]}")
PY
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require github.com/jordan-wright/email v4.0.1-0.20210109023952-943e75fe5223+incompatible
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/jordan-wright/email"
)

func main() {
	for _, name := range []string{"unnamed", "named", "report"} {
		file, err := os.Open(name + ".eml")
		if err != nil {
			panic(err)
		}
		mail, err := email.NewEmailFromReader(file)
		if err != nil {
			panic(err)
		}
		var attachments []string
		for _, part := range mail.Attachments {
			attachments = append(attachments, part.Filename+" "+part.ContentType)
		}
		fmt.Printf("email %s: text %q, html %q, attachments %q\n", name, strings.TrimSpace(string(mail.Text)), mail.HTML, attachments)
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC env/bin/python read.py > seen
TZ=UTC ./lab >> seen
cat seen
diff - seen <<'SEEN'
imap_tools unnamed: text 'Anna accepts.', html '', attachments []
imap_tools named: text 'Anna accepts.', html '', attachments [('invite.ics', 'text/calendar')]
imap_tools report: text 'Your mail came back.Come to dinner?', html '', attachments [('', 'message/rfc822')]
email unnamed: text "Anna accepts.", html "", attachments []
email named: text "Anna accepts.", html "", attachments ["invite.ics text/calendar"]
email report: text "Your mail came back.", html "", attachments []
SEEN
