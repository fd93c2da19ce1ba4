#!/bin/sh
# rrule-go 1.8.2 (github.com/teambition/rrule-go) knows the start of a series only if it is the first line: with the rule, or a date that is taken out, before it, DTSTART is passed over, and the series
# begins at the moment of asking. Of "Tuesdays in January 2027 at 19:00 in Berlin" StrToRRuleSet makes four weeks from now on, at this hour in UTC, other ones at each call, and the set writes itself
# without a start. Its source says that by the RFC "DTSTART is always the first line"; RFC 5545, 3.6.1, lets the properties of an event stand in any order (eventprop is a choice, as often as one
# likes), and the line can come behind the others in any file of a calendar. Dates without a zone of their own, which should be of Berlin's, are then UTC's. What stands in no place that it knows is
# passed over too, so no error is raised; its readme has nothing of an order. Each evening is at a wrong hour on a wrong day, and a date taken out is not found there.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require (
	github.com/teambition/rrule-go v1.8.2
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

func main() {
	start, rule, out := "DTSTART;TZID=Europe/Berlin:20270105T190000", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/Berlin:20270112T190000"
	for _, lines := range [][]string{{start, rule, out}, {rule, start, out}, {out, start, rule}, {rule, out, start}} {
		asked := time.Now()
		set, err := rrule.StrToRRuleSet(strings.Join(lines, "\n"))
		if err != nil {
			panic(err)
		}
		names := []string{}
		for _, line := range lines {
			names = append(names, line[:strings.IndexAny(line, ":;")])
		}
		evenings := set.All()
		fmt.Println(strings.Join(names, ", "))
		if first := evenings[0]; first.Sub(asked).Abs() < 10*time.Second {
			fmt.Println("  starts now, in", first.Location())
		} else {
			fmt.Println("  starts", first.Format("Mon 2 January 2006 15:04 -0700"))
		}
		fmt.Println("  dates:", len(evenings), "of its start:", set.GetDTStart().Format("2006-01-02"))
		fmt.Printf("  writes: %q\n", set.String())
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC ./lab > seen
cat seen
diff - seen <<'SEEN'
DTSTART, RRULE, EXDATE
  starts Tue 5 January 2027 19:00 +0100
  dates: 3 of its start: 2027-01-05
  writes: "DTSTART;TZID=Europe/Berlin:20270105T190000\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Berlin:20270112T190000"
RRULE, DTSTART, EXDATE
  starts now, in UTC
  dates: 4 of its start: 0001-01-01
  writes: "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Berlin:20270112T190000"
EXDATE, DTSTART, RRULE
  starts now, in UTC
  dates: 4 of its start: 0001-01-01
  writes: "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Berlin:20270112T190000"
RRULE, EXDATE, DTSTART
  starts now, in UTC
  dates: 4 of its start: 0001-01-01
  writes: "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Berlin:20270112T190000"
SEEN
