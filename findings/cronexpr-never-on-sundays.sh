#!/bin/sh
# cronexpr 1.1.3 (github.com/hashicorp/cronexpr, Go; the schedules of Nomad's periodic jobs) leaves Sunday out of a range of days that ends on it: `1-7` and MON-SUN run on six days, `5-7` on Friday and
# Saturday, `6-7` and SAT-SUN on Saturday alone. Its readme: "Domain for day-of-week field is [0-7] instead of [0-6], 7 being Sunday (like 0)", to comply with crontab(5), where a range includes
# both ends. 7 is read as 0, and a line "to properly handle spans that end in 7 (Sunday)" makes 6 of a last 0, which is Saturday; its tests see only the Friday of 5-7. A range
# that goes backwards (`6-1`, `22-2` for hours) is taken and never runs: the next time is the year 1. Alone or in a list (`7`, `6,7`) Sunday is there. Parse returns no error.
# The reminder on Sunday morning and the backup of Sunday night do not happen, and on six days all is well. gronx 1.20.4 has Sunday in each range of numbers, and refuses the rest. Write 0-6 or `*`, or list the days.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require (
	github.com/adhocore/gronx v1.20.4
	github.com/hashicorp/cronexpr v1.1.3
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"time"

	"github.com/adhocore/gronx"
	"github.com/hashicorp/cronexpr"
)

func week(next func(time.Time) (time.Time, error)) string {
	at, days := time.Date(2027, 1, 4, 0, 0, 0, 0, time.UTC), ""
	for {
		var err error
		if at, err = next(at); err != nil {
			return "refused"
		}
		if at.IsZero() {
			return "never"
		}
		if !at.Before(time.Date(2027, 1, 11, 0, 0, 0, 0, time.UTC)) {
			return days
		}
		days += at.Format("Mon ")
	}
}

func main() {
	for _, days := range []string{"*", "0-6", "7", "6,7", "1-7", "MON-SUN", "5-7", "6-7", "SAT-SUN", "1-7/2", "6-1"} {
		text := "0 3 * * " + days
		schedule, err := cronexpr.Parse(text)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%-8s cronexpr: %-29s gronx: %s\n", days, week(func(at time.Time) (time.Time, error) { return schedule.Next(at), nil }),
			week(func(at time.Time) (time.Time, error) { return gronx.NextTickAfter(text, at, false) }))
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC ./lab > seen
cat seen
diff - seen <<'SEEN'
*        cronexpr: Mon Tue Wed Thu Fri Sat Sun   gronx: Mon Tue Wed Thu Fri Sat Sun 
0-6      cronexpr: Mon Tue Wed Thu Fri Sat Sun   gronx: Mon Tue Wed Thu Fri Sat Sun 
7        cronexpr: Sun                           gronx: Sun 
6,7      cronexpr: Sat Sun                       gronx: Sat Sun 
1-7      cronexpr: Mon Tue Wed Thu Fri Sat       gronx: Mon Tue Wed Thu Fri Sat Sun 
MON-SUN  cronexpr: Mon Tue Wed Thu Fri Sat       gronx: refused
5-7      cronexpr: Fri Sat                       gronx: Fri Sat Sun 
6-7      cronexpr: Sat                           gronx: Sat Sun 
SAT-SUN  cronexpr: Sat                           gronx: refused
1-7/2    cronexpr: Mon Wed Fri                   gronx: Mon Wed Fri Sun 
6-1      cronexpr: never                         gronx: refused
SEEN
