#!/bin/sh
# read-excel-file 9.3.17 reads 19:00 as 18:59:59.999 on every day of 2027, in a workbook of openpyxl 3.1.5: it cuts a date off to whole milliseconds where the double is a little
# below the hour (46388.791666666664). Which hours these are depends on who wrote: of exceljs 4.4.0, whose doubles differ in the last place, 18:30, 20:00 and 21:30. ECMA-376, 18.17.4: a
# date is a number of days, the time its fraction, and in binary most hours have no exact fraction, so a reader has to round; openpyxl and exceljs do. A program that shows hours and
# minutes asks guests for 18:59, and one that compares an import with what it has finds every event changed. Round its dates to the second.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet openpyxl==3.1.5 >> install.log 2>&1 || { cat install.log; exit 2; }
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error read-excel-file@9.3.17 exceljs@4.4.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > write.py <<'PY'
from datetime import datetime, timedelta
from openpyxl import Workbook, load_workbook

book = Workbook()
for day in range(365):
    book.active.append([datetime(2027, 1, 1) + timedelta(days=day, minutes=minutes) for minutes in range(18 * 60, 22 * 60, 30)])
book.save("openpyxl.xlsx")
rows = load_workbook("openpyxl.xlsx").active.values
print("openpyxl: its own times differ on", sum(time != datetime(2027, 1, 1) + timedelta(days=day, minutes=18 * 60 + 30 * at) for day, row in enumerate(rows) for at, time in enumerate(row)))
PY
cat > read.mjs <<'JS'
import ExcelJS from "exceljs";
import { readSheet } from "read-excel-file/node";

const meant = Array.from({ length: 365 }, (_, day) => Array.from({ length: 8 }, (_, half) => new Date(Date.UTC(2027, 0, 1 + day, 18, half * 30))));
const written = new ExcelJS.Workbook();
const sheet = written.addWorksheet("Program");
for (const row of meant) sheet.addRow(row).eachCell((cell) => (cell.numFmt = "yyyy-mm-dd hh:mm"));
await written.xlsx.writeFile("exceljs.xlsx");

for (const writer of ["openpyxl", "exceljs"]) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(`${writer}.xlsx`);
  const exceljs = meant.map((row, day) => row.map((_, half) => book.worksheets[0].getRow(day + 1).getCell(half + 1).value));
  for (const [reader, rows] of Object.entries({ "read-excel-file": await readSheet(`${writer}.xlsx`), exceljs })) {
    const off = meant[0].flatMap((time, half) => {
      const days = rows.filter((row, day) => row[half].getTime() !== meant[day][half].getTime());
      return days.length ? [`${time.toISOString().slice(11, 16)} on ${days.length} days, as ${days[0][half].toISOString().slice(11, 23)}`] : [];
    });
    console.log(`written by ${writer}, read by ${reader}:`, off.join("; ") || "all as meant");
  }
}
JS
TZ=UTC env/bin/python write.py > seen
TZ=UTC node read.mjs >> seen
cat seen
diff - seen <<'SEEN'
openpyxl: its own times differ on 0
written by openpyxl, read by read-excel-file: 19:00 on 365 days, as 18:59:59.999; 20:30 on 365 days, as 20:29:59.999
written by openpyxl, read by exceljs: all as meant
written by exceljs, read by read-excel-file: 18:30 on 365 days, as 18:29:59.999; 20:00 on 365 days, as 19:59:59.999; 21:30 on 365 days, as 21:29:59.999
written by exceljs, read by exceljs: all as meant
SEEN
