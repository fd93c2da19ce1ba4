#!/bin/sh
# gocal 0.9.1 leaves events out that have a time and no end, without an error, also in its strict mode. RFC 5545, 3.6.1: DTEND and DURATION are both optional, such an
# event ends when it begins; deadlines and reminders are told so. With a DURATION of nothing the same event is there.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require (
	github.com/apognu/gocal v0.9.1
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/apognu/gocal"
)

func main() {
	start, end := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, more := range []string{"DESCRIPTION:No end", "DURATION:PT0S", "DURATION:PT1H"} {
		lines := []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z",
			"DTSTART:20270110T100000Z", "SUMMARY:Answers are due", more, "END:VEVENT", "END:VCALENDAR", ""}
		calendar := gocal.NewParser(strings.NewReader(strings.Join(lines, "\r\n")))
		calendar.Start, calendar.End = &start, &end
		calendar.Strict.Mode = gocal.StrictModeFailFeed
		err := calendar.Parse()
		fmt.Println(more, "| events", len(calendar.Events), "error", err)
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC ./lab > seen
cat seen
diff - seen <<'SEEN'
DESCRIPTION:No end | events 0 error <nil>
DURATION:PT0S | events 1 error <nil>
DURATION:PT1H | events 1 error <nil>
SEEN
