#!/bin/sh
# gocron 2.21.2 (github.com/go-co-op/gocron/v2, Go) never runs a job at the time that it is to stop at. WithStopDateTime, says its documentation, "sets the final date & time after which the job should stop [...]. The job's final run may
# be at the stop time, but not after." A job for each Friday at 19:00 with the series' last evening as its end, 22 January at 19:00, has its last run on the 15th, and so has one by a cron expression, or every 24 hours: the
# scheduler drops a next time unless it is before the end (`!next.Before(j.stopTime)`), while the executor, which would have let that run pass, asks whether the end is over. A start that is a time of the
# schedule has its run. An end one nanosecond later has the run of the 22nd too, and an end at midnight hides it. Nothing is raised or logged, and NextRuns() agrees with what happens. An `UNTIL` of iCalendar, which
# includes the moment it names (RFC 5545, 3.3.10), handed over as it is, leaves the guests of the last evening without their reminder. In issue 654, which asked for such an end, the maintainer wants it inclusive.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require (
	github.com/go-co-op/gocron/v2 v2.21.2
	github.com/jonboulle/clockwork v0.5.0
)
MOD
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/jonboulle/clockwork"
)

func show(name string, definition gocron.JobDefinition, start, end time.Time) {
	clock := clockwork.NewFakeClockAt(time.Date(2027, 1, 4, 10, 0, 0, 0, time.UTC))
	scheduler, err := gocron.NewScheduler(gocron.WithClock(clock), gocron.WithLocation(time.UTC))
	if err != nil {
		panic(err)
	}
	runs := make(chan time.Time, 100)
	options := []gocron.JobOption{gocron.WithStopAt(gocron.WithStopDateTime(end))}
	if !start.IsZero() {
		options = append(options, gocron.WithStartAt(gocron.WithStartDateTime(start)))
	}
	job, err := scheduler.NewJob(definition, gocron.NewTask(func() { runs <- clock.Now() }), options...)
	if err != nil {
		panic(err)
	}
	scheduler.Start()
	fmt.Printf("%s, until %s\n  foretold:", name, end.Format("2 January 15:04:05.999999999"))
	foretold, err := job.NextRuns(9)
	if err != nil {
		panic(err)
	}
	for _, run := range foretold {
		fmt.Print(run.Format(" 02 15:04"))
	}
	fmt.Print("\n  run:     ")
	for clock.Now().Before(time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)) {
		soon, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		waits := clock.BlockUntilContext(soon, 1) == nil
		cancel()
		if !waits {
			break
		}
		next := time.Date(2027, 1, clock.Now().Day(), 19, 0, 0, 0, time.UTC)
		if !next.After(clock.Now()) {
			next = next.AddDate(0, 0, 1)
		}
		clock.Advance(next.Sub(clock.Now()))
		select {
		case run := <-runs:
			fmt.Print(run.Format(" 02 15:04"))
		case <-time.After(200 * time.Millisecond):
		}
	}
	fmt.Println()
	if err := scheduler.Shutdown(); err != nil {
		panic(err)
	}
}

func main() {
	at := gocron.NewAtTimes(gocron.NewAtTime(19, 0, 0))
	fridays := gocron.WeeklyJob(1, gocron.NewWeekdays(time.Friday), at)
	first, last, none := time.Date(2027, 1, 8, 19, 0, 0, 0, time.UTC), time.Date(2027, 1, 22, 19, 0, 0, 0, time.UTC), time.Time{}
	show("each Friday", fridays, none, last)
	show("each Friday", fridays, none, last.Add(1))
	show("each Friday from the 8th, 19:00", fridays, first, last)
	show("0 19 * * 5", gocron.CronJob("0 19 * * 5", false), none, last)
	show("every 24 hours from the 20th, 19:00", gocron.DurationJob(24*time.Hour), time.Date(2027, 1, 20, 19, 0, 0, 0, time.UTC), last)
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC ./lab > seen
cat seen
diff - seen <<'SEEN'
each Friday, until 22 January 19:00:00
  foretold: 08 19:00 15 19:00
  run:      08 19:00 15 19:00
each Friday, until 22 January 19:00:00.000000001
  foretold: 08 19:00 15 19:00 22 19:00
  run:      08 19:00 15 19:00 22 19:00
each Friday from the 8th, 19:00, until 22 January 19:00:00
  foretold: 08 19:00 15 19:00
  run:      08 19:00 15 19:00
0 19 * * 5, until 22 January 19:00:00
  foretold: 08 19:00 15 19:00
  run:      08 19:00 15 19:00
every 24 hours from the 20th, 19:00, until 22 January 19:00:00
  foretold: 20 19:00 21 19:00
  run:      20 19:00 21 19:00
SEEN
