#!/bin/sh
# go-webdav 0.6.0, a library for CalDAV servers in Go, does not find an evening of a series that has begun: asked for 19:30 to 20:30 while each Sunday's rehearsal takes from 19:00 to
# 21:00, it finds nothing, nor a whole day that repeats. Once there is a rule, it looks for starts alone; the same evening without a rule is found. RFC 4791, 9.9: an event overlaps
# if start < DTEND and end > DTSTART, and of one that recurs each instance counts. A date that was added (RDATE; RFC 5545, 3.8.5.2) is found by no query, as go-ical (of 29 March
# 2025) reads EXDATE a second time in its stead, and an evening that lasts exactly from the query's start to its end is not found either. Nothing is raised: a host who asks whether
# the hall is free books it twice. Ask for a longer span, and compare the hours on your own side.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require (
	github.com/emersion/go-ical v0.0.0-20250329121855-f41e73efc392
	github.com/emersion/go-webdav v0.6.0
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/emersion/go-ical"
	"github.com/emersion/go-webdav/caldav"
)

func main() {
	evening := []string{"DTSTART:20270110T190000Z", "DTEND:20270110T210000Z"}
	weekly := append(evening[:2:2], "RRULE:FREQ=WEEKLY;COUNT=3")
	day := []string{"DTSTART;VALUE=DATE:20270110"}
	for _, try := range []struct {
		name, start, end string
		lines            []string
	}{
		{"an evening, under way", "2027-01-10T19:30", "2027-01-10T20:30", evening},
		{"weekly, before and after its start", "2027-01-10T18:30", "2027-01-10T20:30", weekly},
		{"weekly, under way", "2027-01-10T19:30", "2027-01-10T20:30", weekly},
		{"weekly, under way a week later", "2027-01-17T19:30", "2027-01-17T22:00", weekly},
		{"a whole day, in the evening", "2027-01-10T19:00", "2027-01-10T21:00", day},
		{"a whole day that repeats", "2027-01-10T19:00", "2027-01-10T21:00", append(day[:1:1], "RRULE:FREQ=WEEKLY;COUNT=3")},
		{"a date added by RDATE, with a rule", "2027-01-14T18:00", "2027-01-14T22:00", append(weekly[:3:3], "RDATE:20270114T190000Z")},
		{"a date added by RDATE, without one", "2027-01-14T18:00", "2027-01-14T22:00", append(evening[:2:2], "RDATE:20270114T190000Z")},
		{"an evening, exactly", "2027-01-10T19:00", "2027-01-10T21:00", evening},
	} {
		text := strings.Join(append(append([]string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z"},
			try.lines...), "END:VEVENT", "END:VCALENDAR", ""), "\r\n")
		data, err := ical.NewDecoder(strings.NewReader(text)).Decode()
		if err != nil {
			panic(err)
		}
		start, _ := time.Parse("2006-01-02T15:04", try.start)
		end, _ := time.Parse("2006-01-02T15:04", try.end)
		query := &caldav.CalendarQuery{CompFilter: caldav.CompFilter{Name: "VCALENDAR", Comps: []caldav.CompFilter{{Name: "VEVENT", Start: start, End: end}}}}
		found, err := caldav.Filter(query, []caldav.CalendarObject{{Path: "/1.ics", Data: data}})
		fmt.Printf("%-36s %s to %s: %d found, error %v\n", try.name, try.start, try.end[11:], len(found), err)
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC ./lab > seen
cat seen
diff - seen <<'SEEN'
an evening, under way                2027-01-10T19:30 to 20:30: 1 found, error <nil>
weekly, before and after its start   2027-01-10T18:30 to 20:30: 1 found, error <nil>
weekly, under way                    2027-01-10T19:30 to 20:30: 0 found, error <nil>
weekly, under way a week later       2027-01-17T19:30 to 22:00: 0 found, error <nil>
a whole day, in the evening          2027-01-10T19:00 to 21:00: 1 found, error <nil>
a whole day that repeats             2027-01-10T19:00 to 21:00: 0 found, error <nil>
a date added by RDATE, with a rule   2027-01-14T18:00 to 22:00: 0 found, error <nil>
a date added by RDATE, without one   2027-01-14T18:00 to 22:00: 0 found, error <nil>
an evening, exactly                  2027-01-10T19:00 to 21:00: 0 found, error <nil>
SEEN
