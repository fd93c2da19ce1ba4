#!/bin/sh
# exceljs 4.4.0 makes 2 January 1900 of 3.5 hours, if their unit is in the cell's format with a backslash (`0.0\ \h`) or only the letter's width is kept free (`0.0_h`).
# ECMA-376, 18.8.31: a character after a backslash, after `_` or between quotes is no code of a date. In quotes the unit is left alone.
# read-excel-file 9.3.17 and xlsx 0.18.5 read the number in each of them.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error exceljs@4.4.0 read-excel-file@9.3.17 xlsx@0.18.5 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { writeFileSync } from "node:fs";
import ExcelJS from "exceljs";
import XLSX from "xlsx";
import { readSheet } from "read-excel-file/node";

const told = (value) => (value instanceof Date ? value.toISOString().slice(0, 16) : value);
for (const format of ['0.0 "h"', "0.0\\ \\h", "0\\ \\d", "0.0_h"]) {
  const book = new ExcelJS.Workbook();
  const cell = book.addWorksheet("Helpers").getCell("A1");
  cell.value = 3.5;
  cell.numFmt = format;
  const bytes = Buffer.from(await book.xlsx.writeBuffer());
  writeFileSync("hours.xlsx", bytes);
  const read = new ExcelJS.Workbook();
  await read.xlsx.load(bytes);
  const inExcelFile = (await readSheet("hours.xlsx"))[0][0];
  console.log(format, "| exceljs", told(read.worksheets[0].getCell("A1").value), "| read-excel-file", told(inExcelFile), "| xlsx", told(XLSX.read(bytes, { cellDates: true }).Sheets.Helpers.A1.v));
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
0.0 "h" | exceljs 3.5 | read-excel-file 3.5 | xlsx 3.5
0.0\ \h | exceljs 1900-01-02T12:00 | read-excel-file 3.5 | xlsx 3.5
0\ \d | exceljs 1900-01-02T12:00 | read-excel-file 3.5 | xlsx 3.5
0.0_h | exceljs 1900-01-02T12:00 | read-excel-file 3.5 | xlsx 3.5
SEEN
