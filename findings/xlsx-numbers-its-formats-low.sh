#!/bin/sh
# Dates that xlsx 0.18.5 writes with a format of one's own are plain numbers in read-excel-file 9.3.17, and the twelfth own format turns plain numbers into dates.
# xlsx gives its formats the numbers from 60 on. read-excel-file looks at the format itself only from 164 on, and takes 71 to 81 for dates (Thai built-in formats,
# ECMA-376, 18.8.30), though the file declares what each number means there. exceljs 4.4.0 goes by the declaration.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error xlsx@0.18.5 read-excel-file@9.3.17 exceljs@4.4.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { writeFileSync } from "node:fs";
import ExcelJS from "exceljs";
import XLSX from "xlsx";
import { readSheet } from "read-excel-file/node";

const formats = ["yyyy-mm-dd", ...Array.from("ABCDEFGHIJK", (letter) => `0 "${letter}"`)];
const sheet = { "!ref": `A1:A${formats.length}` };
formats.forEach((z, at) => (sheet[`A${at + 1}`] = { t: "n", v: 46000, z }));
const bytes = XLSX.write({ SheetNames: ["Guests"], Sheets: { Guests: sheet } }, { type: "buffer" });
writeFileSync("formats.xlsx", bytes);
const read = new ExcelJS.Workbook();
await read.xlsx.load(bytes);
const told = (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value);
const rows = await readSheet("formats.xlsx");
for (const at of [0, 10, 11]) console.log(formats[at], "| exceljs", told(read.worksheets[0].getCell(at + 1, 1).value), "| read-excel-file", told(rows[at][0]));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
yyyy-mm-dd | exceljs 2025-12-09 | read-excel-file 46000
0 "J" | exceljs 46000 | read-excel-file 46000
0 "K" | exceljs 46000 | read-excel-file 2025-12-09
SEEN
