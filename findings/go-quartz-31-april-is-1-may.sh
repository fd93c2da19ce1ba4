#!/bin/sh
# go-quartz 0.15.2 (a scheduler for Go) runs a job on a date that its expression does not have, where the one that it has does not exist: "0 0 19 29 2 ?", on leap day, is 1 March 2029, 2030 and 2031,
# "0 0 19 31 4 ?" is 1 May each year, and "0 0 19 31 * ?", asked in February, is 3 March. Its readme: day of month takes 1-31, and runs "at specific points in time"; it says of the fifth
# Monday that nothing fires in a month without it. crontab(5): a job runs when the fields match the time. Whether a date exists is looked at in next(), where the day moves on by itself; findForward(),
# which finds the first day of a month that the expression names, does not look, and time.Date() makes 3 March of 31 February. So a job for each 31st is right as long as it runs, and wrong
# where the service is started, or the job added, in a month that is shorter: a test of the series from one 31st to the next sees nothing. robfig/cron 3.0.1 is right. Nothing is raised; its tracker
# has nothing of it. The letter of the 31st goes out on the 3rd as well, and an evening of 29 February is reminded of in years that have none.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require (
	github.com/reugn/go-quartz v0.15.2
	github.com/robfig/cron/v3 v3.0.1
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"time"

	"github.com/reugn/go-quartz/quartz"
	"github.com/robfig/cron/v3"
)

func show(library string, start time.Time, next func(time.Time) (time.Time, error)) {
	fmt.Printf("  %-9s", library)
	for run, now := 0, start; run < 5; run++ {
		found, err := next(now)
		if err != nil {
			fmt.Print(" ", err)
			break
		}
		fmt.Print(found.UTC().Format(" 2006-01-02"))
		now = found
	}
	fmt.Println()
}

func main() {
	for _, asked := range [][2]string{{"29 2", "2029-01-02"}, {"31 4", "2027-01-02"}, {"31 *", "2027-02-10"}, {"31 *", "2027-01-10"}, {"30 *", "2027-01-31"}, {"29-31 *", "2027-02-10"}, {"28 *", "2027-02-10"}} {
		start, _ := time.Parse(time.DateOnly, asked[1])
		fmt.Printf("0 19 %s from %s\n", asked[0], asked[1])
		trigger, err := quartz.NewCronTriggerWithLoc("0 0 19 "+asked[0]+" ?", time.UTC)
		if err != nil {
			panic(err)
		}
		show("go-quartz", start, func(now time.Time) (time.Time, error) {
			found, err := trigger.NextFireTime(now.UnixNano())
			return time.Unix(0, found), err
		})
		schedule, err := cron.ParseStandard("0 19 " + asked[0] + " *")
		if err != nil {
			panic(err)
		}
		show("cron", start, func(now time.Time) (time.Time, error) { return schedule.Next(now), nil })
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC ./lab > seen
cat seen
diff - seen <<'SEEN'
0 19 29 2 from 2029-01-02
  go-quartz 2029-03-01 2030-03-01 2031-03-01 2032-02-29 2036-02-29
  cron      2032-02-29 2036-02-29 2040-02-29 2044-02-29 2048-02-29
0 19 31 4 from 2027-01-02
  go-quartz 2027-05-01 2028-05-01 2029-05-01 2030-05-01 2031-05-01
  cron      0001-01-01 0001-01-01 0001-01-01 0001-01-01 0001-01-01
0 19 31 * from 2027-02-10
  go-quartz 2027-03-03 2027-03-31 2027-05-31 2027-07-31 2027-08-31
  cron      2027-03-31 2027-05-31 2027-07-31 2027-08-31 2027-10-31
0 19 31 * from 2027-01-10
  go-quartz 2027-01-31 2027-03-31 2027-05-31 2027-07-31 2027-08-31
  cron      2027-01-31 2027-03-31 2027-05-31 2027-07-31 2027-08-31
0 19 30 * from 2027-01-31
  go-quartz 2027-03-02 2027-03-30 2027-04-30 2027-05-30 2027-06-30
  cron      2027-03-30 2027-04-30 2027-05-30 2027-06-30 2027-07-30
0 19 29-31 * from 2027-02-10
  go-quartz 2027-03-01 2027-03-29 2027-03-30 2027-03-31 2027-04-29
  cron      2027-03-29 2027-03-30 2027-03-31 2027-04-29 2027-04-30
0 19 28 * from 2027-02-10
  go-quartz 2027-02-28 2027-03-28 2027-04-28 2027-05-28 2027-06-28
  cron      2027-02-28 2027-03-28 2027-04-28 2027-05-28 2027-06-28
SEEN
