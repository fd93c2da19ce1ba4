#!/bin/sh
# gocal 0.9.1 moves a daily series for good by one night: an entry at 02:30 that falls into the hour which summer time leaves out is put at 03:30, and so are all that
# come after; they end when they begin. RFC 5545, 3.3.10: the one entry is left out, and the time of the others comes from DTSTART, not from the one before.
# Monthly series from the 31st go astray in the same way: 3 March, then the 3rd of each month, where the RFC skips short months.
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
	_ "time/tzdata"

	"github.com/apognu/gocal"
)

func main() {
	start, end := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, when := range [][2]string{{"DTSTART;TZID=Europe/Berlin:20270327T023000", "RRULE:FREQ=DAILY;COUNT=4"}, {"DTSTART:20270131T190000Z", "RRULE:FREQ=MONTHLY;COUNT=4"}} {
		lines := []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z",
			when[0], when[1], "DURATION:PT1H", "SUMMARY:Tidy up", "END:VEVENT", "END:VCALENDAR", ""}
		calendar := gocal.NewParser(strings.NewReader(strings.Join(lines, "\r\n")))
		calendar.Start, calendar.End = &start, &end
		err := calendar.Parse()
		fmt.Println(when, err)
		for _, event := range calendar.Events {
			fmt.Println(" ", event.Start.Format("2006-01-02 15:04"), "to", event.End.Format("15:04"))
		}
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC ./lab > seen
cat seen
diff - seen <<'SEEN'
[DTSTART;TZID=Europe/Berlin:20270327T023000 RRULE:FREQ=DAILY;COUNT=4] <nil>
  2027-03-27 02:30 to 03:30
  2027-03-28 03:30 to 03:30
  2027-03-29 03:30 to 03:30
  2027-03-30 03:30 to 03:30
[DTSTART:20270131T190000Z RRULE:FREQ=MONTHLY;COUNT=4] <nil>
  2027-01-31 19:00 to 20:00
  2027-03-03 19:00 to 20:00
  2027-04-03 19:00 to 20:00
  2027-05-03 19:00 to 20:00
SEEN
