#!/bin/sh
# tealeg/xlsx 3.3.13, which reads workbooks in Go, tells the month for the minutes: the text of 19:30 in July (FormattedValue) under `hhmm` is 1907, under `hh-mm` 19-07, so all that begins in that month begins
# at seven minutes past. ECMA-376, 18.8.31: m and mm behind an hour or before seconds are minutes, whatever stands between, and else the month; it replaces them by minutes beside a colon alone.
# Hours that add up (`[h]:mm`, "elapsed") lose their days: a helper's 30:15 is 06:15, and half an hour (0:30) is "30". Of a postcode or a ticket's number under `00000` the zeros in front are gone: 7001 for
# 07001. The documentation of FormattedValue: where a format cannot be applied, there is an error beside the plain value, which the same method does for `dd.mm.yyyy`; here there is none.
# Under `hh:mm` and with a date and a colon it is right, so a test with these is content. excelize 2.11.1 has each text as the sheet shows it. Read the number, and format it yourself.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require (
	github.com/tealeg/xlsx/v3 v3.3.13
	github.com/xuri/excelize/v2 v2.11.1
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"

	"github.com/tealeg/xlsx/v3"
	"github.com/xuri/excelize/v2"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	book := xlsx.NewFile()
	sheet := must(book.AddSheet("Guests"))
	const july, hour = 46578, 1.0 / 24
	cells := []struct {
		number float64
		format string
	}{{july + 19.5*hour, "hh:mm"}, {july + 19.5*hour, "dd/mm/yyyy hh:mm"}, {july + 19.5*hour, "hhmm"}, {july + 19.5*hour, "hh-mm"}, {july + 19.5*hour, "hh mm"},
		{30.25 * hour, "[h]:mm"}, {0.5 * hour, "[h]:mm"}, {7001, "00000"}, {july, "dd.mm.yyyy"}}
	for _, cell := range cells {
		sheet.AddRow().AddCell().SetFloatWithFormat(cell.number, cell.format)
	}
	if err := book.Save("list.xlsx"); err != nil {
		panic(err)
	}
	found := must(xlsx.OpenFile("list.xlsx")).Sheets[0]
	right := must(excelize.OpenFile("list.xlsx"))
	for n, cell := range cells {
		text, err := must(found.Cell(n, 0)).FormattedValue()
		fmt.Printf("%-16s  tealeg/xlsx %s (%v)  excelize %s\n", cell.format, text, err, must(right.GetCellValue("Guests", fmt.Sprintf("A%d", n+1))))
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC ./lab > seen
cat seen
diff - seen <<'SEEN'
hh:mm             tealeg/xlsx 19:30 (<nil>)  excelize 19:30
dd/mm/yyyy hh:mm  tealeg/xlsx 10/07/2027 19:30 (<nil>)  excelize 10/07/2027 19:30
hhmm              tealeg/xlsx 1907 (<nil>)  excelize 1930
hh-mm             tealeg/xlsx 19-07 (<nil>)  excelize 19-30
hh mm             tealeg/xlsx 19 07 (<nil>)  excelize 19 30
[h]:mm            tealeg/xlsx 06:15 (<nil>)  excelize 30:15
[h]:mm            tealeg/xlsx 30 (<nil>)  excelize 0:30
00000             tealeg/xlsx 7001 (<nil>)  excelize 07001
dd.mm.yyyy        tealeg/xlsx 46578 (invalid formatting code: unsupported or unescaped characters)  excelize 10.07.2027
SEEN
