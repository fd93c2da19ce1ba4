#!/bin/sh
# excelize 2.11.1 (Go) and Apache POI 5.5.1 (Java) give back a yes where a workbook shows a no. Hosts let a cell that counts guests or seats show words by its number format: under `"Yes";"Yes";"No"` a 0 is
# No, under `0" free";;"full"` a hall without seats is full. ECMA-376, 18.8.31: the sections of a format stand for positive numbers, negative ones, zero and text, and a condition (`[=0]`)
# says itself which numbers its section is for. excelize (GetRows, GetCellValue) knows neither: it asks whether a number is below 0, so 0 has the words of 1 ("Yes", "0 free"), and the first section with a
# condition always wins ("full" for a hall with a free seat). Its documentation promises the formatted value or else the plain one; this is neither. POI (DataFormatter, CellFormat) drops an empty section, as
# its pattern for one wants at least a character: the third, for zero, moves up to be the one for negative numbers, 0 is "ja" under `"ja";;"nein"`, and -1 is "nein".
# xlsx 0.18.5 has the words that the sheet shows. Nothing is raised, and whoever declined is on the list of those who come. Read the plain number: RawCellValue, getNumericCellValue.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require (
	github.com/xuri/excelize/v2 v2.11.1
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	book := excelize.NewFile()
	row := 0
	for _, format := range []string{`"Yes";"Yes";"No"`, `"ja";;"nein"`, `[=1]"ja";[=0]"nein"`, `0" free";;"full"`, `[=0]"full";0" free"`} {
		style := must(book.NewStyle(&excelize.Style{CustomNumFmt: &format}))
		for _, number := range []int{1, 0} {
			row++
			cell := fmt.Sprintf("C%d", row)
			for _, err := range []error{book.SetCellStr("Sheet1", fmt.Sprintf("A%d", row), format), book.SetCellInt("Sheet1", fmt.Sprintf("B%d", row), int64(number)),
				book.SetCellInt("Sheet1", cell, int64(number)), book.SetCellStyle("Sheet1", cell, cell, style)} {
				if err != nil {
					panic(err)
				}
			}
		}
	}
	if err := book.SaveAs("list.xlsx"); err != nil {
		panic(err)
	}
	for _, cells := range must(must(excelize.OpenFile("list.xlsx")).GetRows("Sheet1")) {
		fmt.Printf("excelize | %s | %s | %s\n", cells[0], cells[1], cells[2])
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC ./lab > seen
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>lab</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.poi</groupId><artifactId>poi-ooxml</artifactId><version>5.5.1</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib > install.log 2>&1 || { cat install.log; exit 2; }
cat > Read.java <<'JAVA'
import java.io.File;
import java.util.Locale;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.WorkbookFactory;

class Read {
  public static void main(String[] args) throws Exception {
    var shown = new DataFormatter(Locale.ENGLISH);
    try (var book = WorkbookFactory.create(new File("list.xlsx"), null, true)) {
      for (var row : book.getSheetAt(0))
        System.out.println("POI | " + row.getCell(0) + " | " + shown.formatCellValue(row.getCell(1)) + " | " + shown.formatCellValue(row.getCell(2)));
    }
  }
}
JAVA
TZ=UTC java -cp 'lib/*' Read.java > said 2>&1 || { cat said; exit 1; }
grep '^POI' said >> seen
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error xlsx@0.18.5 > install.log 2>&1 || { cat install.log; exit 2; }
cat > read.mjs <<'JS'
import XLSX from "xlsx";

for (const cells of XLSX.utils.sheet_to_json(XLSX.readFile("list.xlsx").Sheets.Sheet1, { header: 1, raw: false })) console.log("xlsx |", cells.join(" | "));
JS
TZ=UTC node read.mjs >> seen
cat seen
diff - seen <<'SEEN'
excelize | "Yes";"Yes";"No" | 1 | Yes
excelize | "Yes";"Yes";"No" | 0 | Yes
excelize | "ja";;"nein" | 1 | ja
excelize | "ja";;"nein" | 0 | ja
excelize | [=1]"ja";[=0]"nein" | 1 | ja
excelize | [=1]"ja";[=0]"nein" | 0 | ja
excelize | 0" free";;"full" | 1 | 1 free
excelize | 0" free";;"full" | 0 | 0 free
excelize | [=0]"full";0" free" | 1 | full
excelize | [=0]"full";0" free" | 0 | full
POI | "Yes";"Yes";"No" | 1 | Yes
POI | "Yes";"Yes";"No" | 0 | No
POI | "ja";;"nein" | 1 | ja
POI | "ja";;"nein" | 0 | ja
POI | [=1]"ja";[=0]"nein" | 1 | ja
POI | [=1]"ja";[=0]"nein" | 0 | nein
POI | 0" free";;"full" | 1 | 1 free
POI | 0" free";;"full" | 0 | 0 free
POI | [=0]"full";0" free" | 1 | 1 free
POI | [=0]"full";0" free" | 0 | full
xlsx | "Yes";"Yes";"No" | 1 | Yes
xlsx | "Yes";"Yes";"No" | 0 | No
xlsx | "ja";;"nein" | 1 | ja
xlsx | "ja";;"nein" | 0 | nein
xlsx | [=1]"ja";[=0]"nein" | 1 | ja
xlsx | [=1]"ja";[=0]"nein" | 0 | nein
xlsx | 0" free";;"full" | 1 | 1 free
xlsx | 0" free";;"full" | 0 | full
xlsx | [=0]"full";0" free" | 1 | 1 free
xlsx | [=0]"full";0" free" | 0 | full
SEEN
