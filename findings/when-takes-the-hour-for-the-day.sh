#!/bin/sh
# when 1.1.0, which finds dates in English text for Go, takes an hour that follows a month for the day: "9 January 19:30" is 19 January at 19:30, "9 January 12:30" is the
# 12th, "28 January 19:30" is nine days too early. Its rule for months (en.ExactMonthDate) looks for a day on both sides of the month; the one behind wins, and it ends at the colon,
# so 19 is read twice. Its tests have "1 september", its readme has "next tuesday 14:00", and of this text it says that it matched all of "9 January 19:30". RFC 5322, 3.3, too
# puts day, month, year and hour beside each other with spaces alone. With a comma or "at" before the hour the day is right, and so is "9 January 7pm". A year is matched and then
# dropped: "9 January 2028 at 19:00" is in 2027. No error is raised, and the guests come on another day.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require (
	github.com/olebedev/when v1.1.0
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"time"

	"github.com/olebedev/when"
	"github.com/olebedev/when/rules/common"
	"github.com/olebedev/when/rules/en"
)

func main() {
	now := time.Date(2027, 1, 4, 10, 0, 0, 0, time.UTC)
	reader := when.New(nil)
	reader.Add(en.All...)
	reader.Add(common.All...)
	for _, text := range []string{"9 January 19:30", "9 January 12:30", "28 January 19:30", "9th of January 19:30", "9 Feb 20:00",
		"9 January, 19:30", "9 January at 19:30", "9 January 7pm", "9 January 2028 at 19:00"} {
		found, err := reader.Parse("Dinner on "+text, now)
		if err != nil || found == nil {
			fmt.Println(text, found, err)
			continue
		}
		fmt.Printf("%-24s %s, of %q\n", text, found.Time.Format("2 January 2006 15:04"), found.Text)
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC ./lab > seen
cat seen
diff - seen <<'SEEN'
9 January 19:30          19 January 2027 19:30, of "9 January 19:30"
9 January 12:30          12 January 2027 12:30, of "9 January 12:30"
28 January 19:30         19 January 2027 19:30, of "28 January 19:30"
9th of January 19:30     19 January 2027 19:30, of "9th of January 19:30"
9 Feb 20:00              20 February 2027 20:00, of "9 Feb 20:00"
9 January, 19:30         9 January 2027 19:30, of "9 January, 19:30"
9 January at 19:30       9 January 2027 19:30, of "9 January at 19:30"
9 January 7pm            9 January 2027 19:00, of "9 January 7pm"
9 January 2028 at 19:00  9 January 2027 19:00, of "9 January 2028 at 19:00"
SEEN
