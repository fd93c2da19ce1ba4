#!/bin/sh
# exceljs 4.4.0 reads a cell that holds its date as text (`t="d"`, ECMA-376, 18.18.11) as the number that the text begins with:
# 2024-01-01 becomes day 2024 of the calendar, 16 July 1905, without a word. read-excel-file 9.3.17 and xlsx 0.18.5 read 2024.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error exceljs@4.4.0 read-excel-file@9.3.17 xlsx@0.18.5 fflate@0.8.3 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { writeFileSync } from "node:fs";
import ExcelJS from "exceljs";
import XLSX from "xlsx";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { readSheet } from "read-excel-file/node";

const plain = new ExcelJS.Workbook();
const cell = plain.addWorksheet("Guests").getCell("A1");
cell.value = new Date("2024-01-01T00:00:00Z");
cell.numFmt = "yyyy-mm-dd";
const files = unzipSync(new Uint8Array(await plain.xlsx.writeBuffer()));
const sheet = strFromU8(files["xl/worksheets/sheet1.xml"]).replace(/<c r="A1" s="(\d+)">.*?<\/c>/, '<c r="A1" s="$1" t="d"><v>2024-01-01T00:00:00</v></c>');
const bytes = Buffer.from(zipSync({ ...files, "xl/worksheets/sheet1.xml": strToU8(sheet) }));
writeFileSync("dates.xlsx", bytes);
console.log(/<c .*?<\/c>/.exec(sheet)[0]);
const read = new ExcelJS.Workbook();
await read.xlsx.load(bytes);
console.log("exceljs", read.worksheets[0].getCell("A1").value.toISOString());
console.log("read-excel-file", (await readSheet("dates.xlsx"))[0][0].toISOString());
console.log("xlsx", XLSX.read(bytes, { cellDates: true }).Sheets.Guests.A1.v.toISOString());
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
<c r="A1" s="1" t="d"><v>2024-01-01T00:00:00</v></c>
exceljs 1905-07-16T00:00:00.000Z
read-excel-file 2024-01-01T00:00:00.000Z
xlsx 2024-01-01T00:00:00.000Z
SEEN
